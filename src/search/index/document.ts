import { extname } from 'node:path'
import type { PagePlace } from '../../spec/evidence.ts'
import type { DocumentRecord } from '../../spec/search.ts'
import { hashText } from '../pages/hash-text.ts'

/** A document to index. The same collection and url (or name, where it has no url) replaces it. */
export type NewDocument = {
  readonly name: string
  /** Guessed from the name's ending where it is left out. */
  readonly mediaType?: string
  readonly url?: string
  readonly title?: string
  readonly collection?: string
  /** Words to filter by. */
  readonly tags?: readonly string[]
  /** ISO 8601; what the document says of itself where it is left out. */
  readonly published?: string
} & ({ readonly bytes: Uint8Array } | { readonly text: string })

export type SearchHit = {
  readonly documentId: string
  readonly url: string
  readonly title: string
  readonly text: string
  /** Comparable within one search only. */
  readonly score: number
  /** The encoder's cosine of passage and query. */
  readonly similarity: number
  readonly pageHash: string
  readonly start: number
  readonly end: number
  /** The pages of a PDF that it stands on. */
  readonly sheets?: PagePlace['sheets']
  readonly published: string
  /** Urls of other documents with the same passage. */
  readonly alsoAt: readonly string[]
}

export type AddOutcome =
  | {
      readonly status: 'added' | 'unchanged'
      readonly name: string
      readonly record: DocumentRecord
    }
  | { readonly status: 'failed'; readonly name: string; readonly reason: string }

export const DEFAULT_COLLECTION = 'default'
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024

const MEDIA_TYPES = new Map([
  ['.txt', 'text/plain'],
  ['.text', 'text/plain'],
  ['.md', 'text/markdown'],
  ['.markdown', 'text/markdown'],
  ['.html', 'text/html'],
  ['.htm', 'text/html'],
  ['.xhtml', 'application/xhtml+xml'],
  ['.pdf', 'application/pdf'],
])

/** The media type that a file's name tells of; undefined where its ending is none of ours. */
export const mediaTypeOf = (name: string): string | undefined =>
  MEDIA_TYPES.get(extname(name).toLowerCase())

export const contentOf = (document: NewDocument): string | Uint8Array =>
  'bytes' in document ? document.bytes : document.text

export const mediaTypeFor = (document: NewDocument): string =>
  document.mediaType?.split(';')[0]?.trim().toLowerCase() ??
  mediaTypeOf(document.name) ??
  'text/plain'

/** Stable over versions of the document. */
export const documentId = (document: NewDocument): string => {
  const place = document.url ?? document.name
  return hashText(`${document.collection ?? DEFAULT_COLLECTION}\n${place}`).slice(0, 24)
}
