import type { Encoder } from '../../spec/encoder.ts'
import { AppError } from '../../spec/errors.ts'
import type { Page } from '../../spec/evidence.ts'
import type { EvidenceSource } from '../../spec/evidence-source.ts'
import type { DocumentFilter, DocumentRecord } from '../../spec/search.ts'
import type { AddOutcome, NewDocument, SearchHit } from './document.ts'
import type { EncodeOptions } from './draft-documents.ts'
import {
  describeRows,
  listRows,
  toRecord,
  type DocumentList,
  type ListOptions,
} from './document-rows.ts'
import { fromIndex } from './index-source.ts'
import { openDocumentRecords } from './document-records.ts'
import { openPageStore } from '../pages/page-store.ts'
import { rememberSheets, sheetsOf } from '../pages/sheets.ts'
import { openSoundIndex, type Mending } from './open-sound-index.ts'
import { publicPage } from './public-names.ts'
import { restoreDocuments, type RestoreReport } from './restore-documents.ts'
import { searchIndex, type SearchParts } from './search-index.ts'
import { addDocument, addDocuments, removeDocuments, type WriteParts } from './write-documents.ts'

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
  /** Where the documents of a collection come from, files' own URLs too: not for callers of the service. */
  origins(collection: string): readonly { readonly id: string; readonly url: string }[]
  /** Found no more; the snapshot stays, for citations of older dialogues. Throws DOCUMENT_NOT_FOUND. */
  remove(id: string): Promise<void>
  /** Like `remove`, in one commit; unknown ids are passed over. */
  removeAll(ids: readonly string[]): Promise<void>
  /** The snapshot that a citation points into. */
  page(hash: string): Promise<Page | undefined>
  /** Keeps the snapshot of a page that is cited and not indexed. Throws STORE_FAILED. */
  keepPage(page: Page): Promise<void>
  /** Indexes anew what a damaged index held; for the one process that owns the data folder. */
  restore(options?: EncodeOptions): Promise<RestoreReport>
  /** Brings the search index up to date; adding does so by itself now and then. */
  optimize(): Promise<void>
  /** Resolves when what was being written is written. */
  close(): Promise<void>
}

type Parts = SearchParts &
  WriteParts & {
    readonly id: string
    readonly leastSimilarity: number
  }

// With all-MiniLM-L6-v2 the best passage has a cosine of 0.39 or more where the documents are on the
// subject (190 questions, median 0.64), and below 0.32 for 95 % of questions on another subject.
// What is asked in other words lies lower: the reader tells which of it answers.
const LEAST_SIMILARITY = 0.15

/**
 * Opens the index in `dataDir`; clears away what a killed process left half done. Throws STORE_FAILED,
 * for a damaged one too unless `mending` is there: then it begins anew, and `restore` fills it.
 */
export const openDocumentIndex = async (options: {
  readonly dataDir: string
  readonly encoder: Encoder
  readonly id?: string
  /** `find` leaves out passages whose cosine with the query is lower: they are off the subject. */
  readonly leastSimilarity?: number
  readonly mending?: Mending | undefined
}): Promise<DocumentIndex> => {
  const { dataDir, encoder, id = 'local', leastSimilarity = LEAST_SIMILARITY, mending } = options
  const { tables, writer } = await openSoundIndex(dataDir, encoder, mending)
  const pages = await openPageStore(dataDir)
  const records = openDocumentRecords(dataDir)
  return createIndex({ id, encoder, tables, pages, records, writer, leastSimilarity })
}

const createIndex = (parts: Parts): DocumentIndex => {
  const { id, tables, pages, writer, leastSimilarity } = parts
  const beginnings = rememberSheets(pages)
  const search: DocumentIndex['search'] = async (query, k, signal, filter) => {
    const hits = await searchIndex(parts, query, { k, signal, filter })
    return Promise.all(
      hits.map(async (hit) => {
        if (writer.rows.get(hit.documentId)?.mediaType !== 'application/pdf') return hit
        return { ...hit, sheets: sheetsOf(await beginnings(hit.pageHash), hit) }
      }),
    )
  }
  const retrievedAt = (of: string): string | undefined => writer.rows.get(of)?.addedAt
  return {
    id,
    filters: true,
    search,
    find: (query, options) =>
      fromIndex({ id, search, retrievedAt, leastSimilarity }, query, options),
    health: () => {
      const detail = [describeRows(writer.rows.values()), writer.trouble ?? []].flat().join('; ')
      return { id, status: 'ok', detail }
    },
    add: (document, signal) => addDocument(parts, document, signal),
    addAll: (documents, options = {}) => addDocuments(parts, documents, options),
    list: (options) => listRows(writer.rows.values(), options),
    get: (of) => {
      const row = writer.rows.get(of)
      return row && toRecord(row)
    },
    origins: (collection) =>
      [...writer.rows.values()].filter((row) => row.collection === collection),
    remove: async (of) => {
      if (!writer.rows.has(of)) throw new AppError('DOCUMENT_NOT_FOUND', `No document ${of}.`)
      await removeDocuments(parts, [of])
    },
    removeAll: (ids) => removeDocuments(parts, ids),
    restore: (options = {}) => restoreDocuments(parts, options),
    page: async (hash) => {
      const page = await pages.get(hash)
      return page && publicPage(page)
    },
    keepPage: (page) => pages.put(page),
    optimize: () => writer.optimize(),
    close: async () => {
      await writer.settled()
      tables.close()
    },
  }
}
