import type { Encoder } from '../spec/encoder.ts'
import { AppError, isAppError } from '../spec/errors.ts'
import type { Page } from '../spec/evidence.ts'
import type { EvidenceSource } from '../spec/evidence-source.ts'
import type {
  AddOutcome,
  DocumentFilter,
  DocumentRecord,
  NewDocument,
  SearchHit,
} from './document.ts'
import {
  draftDocument,
  encodeDrafts,
  identify,
  type Draft,
  type EncodeOptions,
} from './document-passages.ts'
import {
  describeRows,
  listRows,
  matches,
  toRecord,
  type DocumentList,
  type ListOptions,
} from './document-rows.ts'
import { findInIndex } from './find-in-index.ts'
import { openTables, type IndexTables } from './index-tables.ts'
import { openIndexWriter, type IndexWriter } from './index-writer.ts'
import { openPageStore, type PageStore } from './page-store.ts'
import { searchPassages } from './search-passages.ts'

/** One's own documents, searched by words and by meaning; `find` makes them an evidence source. */
export type DocumentIndex = EvidenceSource & {
  /** The best passages, no two of them saying the same. */
  search(
    query: string,
    k: number,
    signal?: AbortSignal,
    filter?: DocumentFilter,
  ): Promise<readonly SearchHit[]>
  /** Searchable when it resolves. Throws UNSUPPORTED_DOCUMENT, PAYLOAD_TOO_LARGE, STORE_FAILED. */
  add(document: NewDocument, signal?: AbortSignal): Promise<DocumentRecord>
  /** One commit for all that can be read; a document that can't is an outcome, not an error. */
  addAll(documents: readonly NewDocument[], options?: EncodeOptions): Promise<readonly AddOutcome[]>
  list(options: ListOptions): DocumentList
  get(id: string): DocumentRecord | undefined
  /** Found no more; the snapshot stays, for citations of older dialogues. Throws DOCUMENT_NOT_FOUND. */
  remove(id: string): Promise<void>
  /** Like `remove`, in one commit; unknown ids are passed over. */
  removeAll(ids: readonly string[]): Promise<void>
  /** The snapshot that a citation points into. */
  page(hash: string): Promise<Page | undefined>
  /** Brings the search index up to date; adding does so by itself now and then. */
  optimize(): Promise<void>
  /** Resolves when what was being written is written. */
  close(): Promise<void>
}

type Parts = {
  readonly id: string
  readonly encoder: Encoder
  readonly tables: IndexTables
  readonly pages: PageStore
  readonly writer: IndexWriter
  readonly leastSimilarity: number
}

// With all-MiniLM-L6-v2 the best passage has a cosine of 0.39 or more where the documents are on the
// subject (190 questions, median 0.64), and below 0.32 for 95 % of questions on another subject.
const LEAST_SIMILARITY = 0.3

/** Opens the index in `dataDir`; clears away what a killed process left half done. Throws STORE_FAILED. */
export const openDocumentIndex = async (options: {
  readonly dataDir: string
  readonly encoder: Encoder
  readonly id?: string
  /** `find` leaves out passages whose cosine with the query is lower: they are off the subject. */
  readonly leastSimilarity?: number
}): Promise<DocumentIndex> => {
  const { dataDir, encoder, id = 'local', leastSimilarity = LEAST_SIMILARITY } = options
  const tables = await openTables(dataDir, encoder)
  const [pages, writer] = await Promise.all([openPageStore(dataDir), openIndexWriter(tables)])
  return createIndex({ id, encoder, tables, pages, writer, leastSimilarity })
}

const createIndex = (parts: Parts): DocumentIndex => {
  const { id, tables, pages, writer, leastSimilarity } = parts
  const search: DocumentIndex['search'] = (query, k, signal, filter) =>
    searchIndex(parts, query, { k, signal, filter })
  const retrievedAt = (of: string): string | undefined => writer.rows.get(of)?.addedAt
  return {
    id,
    search,
    find: (query, options) =>
      findInIndex({ id, search, retrievedAt, leastSimilarity }, query, options),
    health: () => {
      const detail = [describeRows(writer.rows.values()), writer.trouble ?? []].flat().join('; ')
      return { id, status: 'ok', detail }
    },
    add: async (document, signal) => {
      const read = await readDocument(parts, document, signal)
      if ('status' in read) return read.record
      await storeDrafts(parts, [read], { signal })
      return toRecord(read.row)
    },
    addAll: async (documents, options = {}) => {
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
    },
    list: (options) => listRows(writer.rows.values(), options),
    get: (of) => {
      const row = writer.rows.get(of)
      return row && toRecord(row)
    },
    remove: async (of) => {
      if (!writer.rows.has(of)) throw new AppError('DOCUMENT_NOT_FOUND', `No document ${of}.`)
      await writer.remove([of])
    },
    removeAll: (ids) => writer.remove(ids),
    page: (hash) => pages.get(hash),
    optimize: () => writer.optimize(),
    close: async () => {
      await writer.settled()
      tables.close()
    },
  }
}

type Unchanged = Extract<AddOutcome, { record: DocumentRecord }>

const readDocument = async (
  { encoder, writer }: Parts,
  document: NewDocument,
  signal?: AbortSignal,
): Promise<Draft | Unchanged> => {
  const identity = identify(document, encoder.id)
  const known = writer.rows.get(identity.id)
  return known?.fingerprint === identity.fingerprint
    ? { status: 'unchanged', name: document.name, record: toRecord(known) }
    : await draftDocument(document, identity, signal)
}

const storeDrafts = async (
  { encoder, pages, writer }: Parts,
  drafts: readonly Draft[],
  options: EncodeOptions,
): Promise<void> => {
  // Of two versions in one call, the later one counts.
  const latest = [...new Map(drafts.map((draft) => [draft.row.id, draft])).values()]
  if (latest.length === 0) return
  const passages = await encodeDrafts(latest, encoder, options)
  for (const { page } of latest) await pages.put(page)
  await writer.commit(
    latest.map(({ row }) => row),
    passages,
  )
}

const toFailure = (name: string, error: unknown): AddOutcome => {
  if (!isAppError(error) || error.code === 'ABORTED') throw error
  return { status: 'failed', name, reason: error.message }
}

// So many ids are named to the table; where more documents pass, the others are dropped afterwards.
const MOST_NAMED = 1_000
const WIDE_POOL = 400

const searchIndex = async (
  { encoder, tables, writer }: Parts,
  query: string,
  { k, signal, filter }: SearchOptions,
): Promise<readonly SearchHit[]> => {
  const { rows } = writer
  const passing = filter && [...rows.values()].filter((row) => matches(row, filter))
  if (passing?.length === 0) return []
  const few = passing && passing.length <= MOST_NAMED ? passing : undefined
  const where = few && `documentId IN (${few.map(({ id }) => `'${id}'`).join(',')})`
  const isLive = (passage: { documentId: string; revision: string }): boolean => {
    const row = rows.get(passage.documentId)
    return row?.revision === passage.revision && (filter === undefined || matches(row, filter))
  }
  const pool = passing && !few ? WIDE_POOL : undefined
  const request = { query, k, isLive, where, pool, signal }
  const found = await searchPassages(tables.passages, encoder, request)
  return found.flatMap((one) => {
    const row = rows.get(one.documentId)
    if (!row) return []
    const { documentId, title, text, start, end, score, similarity } = one
    const { url, pageHash, published } = row
    const others = one.alsoIn.flatMap((id) => rows.get(id)?.url ?? [])
    const alsoAt = [...new Set(others)].filter((other) => other !== '' && other !== url)
    const passage = { title, text, start, end, score, similarity }
    return [{ documentId, url, pageHash, published, alsoAt, ...passage }]
  })
}

type SearchOptions = {
  readonly k: number
  readonly signal: AbortSignal | undefined
  readonly filter: DocumentFilter | undefined
}
