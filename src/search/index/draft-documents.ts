import { setTimeout as pause } from 'node:timers/promises'
import type { Encoder } from '../../spec/encoder.ts'
import { AppError, throwIfAborted } from '../../spec/errors.ts'
import { charsetOf } from '../pages/decode-text.ts'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { hashText } from '../pages/hash-text.ts'
import { indexTerms } from '../ranking/terms.ts'
import { readDocument, snippetsOf } from '../reading/read-document.ts'
import type { Snippet } from '../snippets/cut-snippets.ts'
import {
  contentOf,
  DEFAULT_COLLECTION,
  documentId,
  MAX_DOCUMENT_BYTES,
  mediaTypeFor,
  type NewDocument,
} from './document.ts'
import { type DocumentRow, newRevision } from './index-tables.ts'
import type { PassageRow } from './passage-row.ts'
import { publicUrl } from './public-names.ts'

// Part of every fingerprint: raise it when extraction, cutting or terms change, and all is read anew.
const RECIPE = 5

// A query waits for the batch before it: 8 passages take about a tenth of a second.
const BATCH = 32
const BACKGROUND_BATCH = 8

export type EncodeOptions = {
  readonly signal?: AbortSignal | undefined
  /** Passages an encoder call. */
  readonly batch?: number | undefined
  /** Rest between two encoder calls, in milliseconds, so that turns get their share of the CPU. */
  readonly pauseMs?: number | undefined
  /** Waited for between two encoder calls, for the same reason. */
  readonly rest?: (() => Promise<void>) | undefined
}

/** A document that is read and cut, but not yet encoded. */
export type Draft = {
  readonly row: DocumentRow
  readonly page: ExtractedPage
  readonly snippets: readonly Snippet[]
}

export type Identity = {
  readonly id: string
  readonly contentHash: string
  readonly fingerprint: string
}

/** What tells whether a document has to be read anew. */
export const identify = (document: NewDocument, encoderId: string): Identity => {
  const contentHash = hashText(contentOf(document))
  const { title, name, mediaType, tags, published } = document
  const about = [RECIPE, encoderId, contentHash, title, name, mediaType, tags, published]
  return {
    id: documentId(document),
    contentHash,
    fingerprint: hashText(JSON.stringify(about)).slice(0, 24),
  }
}

/** Reads and cuts a document. Throws UNSUPPORTED_DOCUMENT, PAYLOAD_TOO_LARGE, DOCUMENT_TOO_COMPLEX. */
export const draftDocument = async (
  document: NewDocument & { readonly url: string },
  identity: Identity,
  signal?: AbortSignal,
): Promise<Draft> => {
  const { name, url } = document
  const content = contentOf(document)
  if (content.length > MAX_DOCUMENT_BYTES) {
    throw new AppError('PAYLOAD_TOO_LARGE', `${name} is larger than ${MAX_DOCUMENT_BYTES} bytes.`)
  }
  const mediaType = mediaTypeFor(document)
  const titled = document.title === undefined ? {} : { title: document.title }
  const shown = publicUrl({ name, url })
  const charset = charsetOf(document.mediaType ?? '')
  const raw = { content, mediaType, charset, url: shown, name, ...titled }
  const page = await readDocument(raw, signal)
  const snippets = (await snippetsOf(page, signal)).filter(isUseful)
  if (snippets.length === 0)
    throw new AppError('UNSUPPORTED_DOCUMENT', `${name} holds no sentence.`)
  const row = {
    ...identity,
    collection: document.collection ?? DEFAULT_COLLECTION,
    name,
    url,
    title: page.title,
    mediaType,
    pageHash: page.hash,
    addedAt: new Date().toISOString(),
    tags: (document.tags ?? []).map((tag) => tag.replaceAll('\n', ' ')).join('\n'),
    published: document.published ?? page.published ?? '',
    passages: snippets.length,
    revision: newRevision(),
  }
  return { row, page, snippets }
}

/** The passages of several documents, encoded in common batches. */
export const encodeDrafts = async (
  drafts: readonly Draft[],
  encoder: Encoder,
  {
    signal,
    rest,
    pauseMs = 0,
    batch = rest || pauseMs > 0 ? BACKGROUND_BATCH : BATCH,
  }: EncodeOptions,
): Promise<readonly PassageRow[]> => {
  // A batch is padded to its longest text: those of one length go together.
  const cut = drafts
    .flatMap(({ row, snippets }) => snippets.map((snippet) => ({ row, snippet })))
    .sort((a, b) => a.snippet.text.length - b.snippet.text.length)
  const rows: PassageRow[] = []
  for (let at = 0; at < cut.length; at += batch) {
    if (at > 0 && pauseMs > 0) await pause(pauseMs)
    await rest?.()
    throwIfAborted(signal)
    const part = cut.slice(at, at + batch)
    const texts = part.map(({ snippet }) => `${snippet.title}\n${snippet.text}`)
    const vectors = await encoder.embed(texts, signal)
    part.forEach(({ row, snippet }, index) => {
      const vector = vectors[index]
      if (!vector) throw new Error('the encoder answered fewer vectors than texts: this is a bug')
      rows.push(passageRow(row, snippet, vector))
    })
  }
  return rows
}

const passageRow = (
  { id, revision }: DocumentRow,
  { start, end, text, title }: Snippet,
  vector: Float32Array,
): PassageRow => {
  // The innermost heading counts twice: it names what the passage is about.
  const heading = title.slice(title.lastIndexOf(' > ') + 1)
  const terms = indexTerms(`${title}\n${heading}\n${text}`)
  return { documentId: id, revision, start, end, title, text, terms, vector }
}

/** A bare label or rule tells nothing; a short text in a script without spaces may. */
export const isUseful = ({ text }: Snippet): boolean => {
  let letters = 0
  for (const _ of text.matchAll(/[\p{L}\p{N}]/gu)) {
    letters += 1
    if (letters === 12) return true
  }
  return false
}
