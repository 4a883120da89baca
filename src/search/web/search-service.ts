import type { RawDocument } from '../pages/extract-text.ts'

export type WebResult = {
  readonly url: string
  readonly title: string
  /** The service's own summary of the page. */
  readonly text: string
  /** The document, where the service has it; where it has not, the page is fetched. */
  readonly document?: (signal: AbortSignal) => Promise<RawDocument>
}

/** A search service. Both calls throw SOURCE_FAILED with the reason, or what the network throws. */
export type SearchService = {
  search(query: string, limit: number, signal: AbortSignal): Promise<readonly WebResult[]>
  /** Whether it works, asking for as little as it can; gives what health says of it then. */
  probe(signal: AbortSignal): Promise<string>
}

const MAX_QUERY_LENGTH = 300

/** A query as services take it: not too long, well-formed. */
export const queryText = (query: string): string => query.slice(0, MAX_QUERY_LENGTH).toWellFormed()
