import type { Encoder } from '../../spec/encoder.ts'
import { isAppError } from '../../spec/errors.ts'
import type { AddOutcome, NewDocument } from './document.ts'
import type { DocumentRecord } from '../../spec/search.ts'
import {
  draftDocument,
  encodeDrafts,
  identify,
  type Draft,
  type EncodeOptions,
} from './draft-documents.ts'
import { toRecord } from './document-rows.ts'
import type { DocumentRecords } from './document-records.ts'
import type { IndexWriter } from './index-writer.ts'
import type { PageStore } from '../pages/page-store.ts'
import { ownUrl } from './public-names.ts'

export type WriteParts = {
  readonly encoder: Encoder
  readonly pages: PageStore
  readonly records: DocumentRecords
  readonly writer: IndexWriter
}

export const addDocument = async (
  parts: WriteParts,
  document: NewDocument,
  signal?: AbortSignal,
): Promise<DocumentRecord> => {
  const read = await readDocument(parts, document, signal)
  if ('status' in read) return read.record
  await storeDrafts(parts, [read], { signal })
  return toRecord(read.row)
}

export const addDocuments = async (
  parts: WriteParts,
  documents: readonly NewDocument[],
  options: EncodeOptions,
): Promise<readonly AddOutcome[]> => {
  const all: (Draft | AddOutcome)[] = []
  for (const document of documents) {
    const read = readDocument(parts, document, options.signal)
    all.push(await read.catch((error: unknown) => toFailure(document.name, error)))
  }
  const drafts = all.filter((one) => 'row' in one)
  await storeDrafts(parts, drafts, options)
  return all.map((one) =>
    'row' in one ? { status: 'added', name: one.row.name, record: toRecord(one.row) } : one,
  )
}

type Unchanged = Extract<AddOutcome, { record: DocumentRecord }>

const readDocument = async (
  { encoder, pages, writer }: WriteParts,
  document: NewDocument,
  signal?: AbortSignal,
): Promise<Draft | Unchanged> => {
  const identity = identify(document, encoder.id)
  const urlOf = ({ url, name }: NewDocument, id: string): string =>
    url ?? ownUrl(name, id, writer.rows.values())
  const known = writer.rows.get(identity.id)
  return known?.fingerprint === identity.fingerprint && (await pages.holds(known.pageHash))
    ? { status: 'unchanged', name: document.name, record: toRecord(known) }
    : await draftDocument({ ...document, url: urlOf(document, identity.id) }, identity, signal)
}

const storeDrafts = async (
  { encoder, pages, records, writer }: WriteParts,
  drafts: readonly Draft[],
  options: EncodeOptions,
): Promise<void> => {
  // Of two versions in one call, the later one counts.
  const latest = [...new Map(drafts.map((draft) => [draft.row.id, draft])).values()]
  if (latest.length === 0) return
  const passages = await encodeDrafts(latest, encoder, options)
  for (const { page } of latest) await pages.put(page)
  const rows = latest.map(({ row }) => row)
  await writer.commit(rows, passages)
  for (const row of rows) await records.put(row)
}

const toFailure = (name: string, error: unknown): AddOutcome => {
  if (!isAppError(error) || error.code === 'ABORTED') throw error
  return { status: 'failed', name, reason: error.message }
}

/** The records go first: what a kill leaves in between is in the index still. */
export const removeDocuments = async (
  { records, writer }: Pick<WriteParts, 'records' | 'writer'>,
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids) await records.remove(id)
  await writer.remove(ids)
}
