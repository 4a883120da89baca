import { isAppError, throwIfAborted } from '../../spec/errors.ts'
import { snippetsOf } from '../reading/read-document.ts'
import { type Draft, encodeDrafts, type EncodeOptions, isUseful } from './draft-documents.ts'
import { type DocumentRow, newRevision } from './index-tables.ts'
import type { WriteParts } from './write-documents.ts'

export type RestoreReport = {
  readonly restored: number
  /** Names of documents, and files, of which too little is left: they have to be sent again. */
  readonly lost: readonly string[]
}

// A kill loses one group.
const GROUP = 16

/** Indexes anew, from their snapshots, the documents that were indexed and are not any more. */
export const restoreDocuments = async (
  parts: WriteParts,
  options: EncodeOptions,
): Promise<RestoreReport> => {
  const { records, writer } = parts
  await records.fill(writer.rows.values())
  const { rows, damaged } = await records.missing(writer.rows)
  const lost = [...damaged]
  let restored = 0
  for (let at = 0; at < rows.length; at += GROUP) {
    throwIfAborted(options.signal)
    const drafts: Draft[] = []
    for (const row of rows.slice(at, at + GROUP)) {
      const draft = await draftAgain(parts, row, options.signal)
      if (draft === undefined) lost.push(row.name)
      else drafts.push(draft)
    }
    const passages = await encodeDrafts(drafts, parts.encoder, options)
    // What has been sent again meanwhile is newer.
    const added = drafts.map(({ row }) => row).filter(({ id }) => !writer.rows.has(id))
    const ids = new Set(added.map(({ id }) => id))
    if (added.length > 0)
      await writer.commit(
        added,
        passages.filter(({ documentId }) => ids.has(documentId)),
      )
    restored += added.length
  }
  return { restored, lost }
}

const draftAgain = async (
  { pages }: WriteParts,
  known: DocumentRow,
  signal: AbortSignal | undefined,
): Promise<Draft | undefined> => {
  const page = await pages.get(known.pageHash).catch(() => undefined)
  if (page === undefined) return undefined
  const cut = await snippetsOf({ text: page.text, title: known.title }, signal).catch(toUncut)
  if (cut === undefined) return undefined
  const snippets = cut.filter(isUseful)
  const row = { ...known, revision: newRevision(), passages: snippets.length }
  return { row, page, snippets }
}

/** What passes the limits of the threads that cut is lost; a caller who left, or a queue that is full, loses nothing. */
const toUncut = (error: unknown): undefined => {
  if (!isAppError(error, 'DOCUMENT_TOO_COMPLEX')) throw error
}
