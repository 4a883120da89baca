import type { Page } from '../spec/evidence.ts'
import type { DocumentRecord } from '../spec/search.ts'
import type { Paging } from './dialogues.ts'
import type { Call, CallOptions } from './service-call.ts'

export type StoredDocument = DocumentRecord

export type AboutDocument = {
  readonly name?: string
  readonly title?: string
  readonly url?: string
  readonly collection?: string
}

/** One's own documents, which turns are answered from. */
export type Documents = {
  add(
    document: AboutDocument & { readonly text: string; readonly mediaType?: string },
    options?: CallOptions,
  ): Promise<StoredDocument>
  /** A file as it is: text, Markdown, HTML or PDF. */
  upload(
    content: Uint8Array | Blob,
    about: AboutDocument & { readonly mediaType?: string },
    options?: CallOptions,
  ): Promise<StoredDocument>
  list(
    about?: Paging & { readonly collection?: string },
    options?: CallOptions,
  ): Promise<{ readonly documents: readonly StoredDocument[]; readonly total: number }>
  delete(id: string, options?: CallOptions): Promise<void>
  /** The snapshot that a citation points into. */
  page(hash: string, options?: CallOptions): Promise<Page>
}

export const createDocuments = (call: Call): Documents => ({
  add: (body, options) => call({ method: 'POST', path: '/documents', body }, options),
  upload: (content, { mediaType = 'application/octet-stream', ...query }, options) =>
    call({ method: 'POST', path: '/documents', query, bytes: { content, mediaType } }, options),
  list: (query, options) => call({ method: 'GET', path: '/documents', query }, options),
  delete: (id, options) =>
    call({ method: 'DELETE', path: `/documents/${encodeURIComponent(id)}` }, options),
  page: (hash, options) =>
    call({ method: 'GET', path: `/pages/${encodeURIComponent(hash)}` }, options),
})
