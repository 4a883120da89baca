import type { Encoder } from '../../spec/encoder.ts'
import type { Evidence, PagePlace } from '../../spec/evidence.ts'
import type { Span } from '../../spec/span.ts'
import type { Snippet } from '../snippets/cut-snippets.ts'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { sheetsOf } from '../pages/sheets.ts'
import { snippetsOf } from '../reading/read-document.ts'
import { selectSnippets } from '../snippets/select-snippets.ts'

/** The snippets of some pages that best answer a query, as evidence of the source `id`. */
export const pickEvidence = async (
  pages: readonly ExtractedPage[],
  request: {
    readonly id: string
    readonly encoder: Encoder
    readonly query: string
    readonly limit: number
    readonly signal: AbortSignal | undefined
  },
): Promise<readonly Evidence[]> => {
  const retrievedAt = new Date().toISOString()
  const cut = await Promise.all(
    pages.map(async (page) =>
      (await snippetsOf(page, request.signal)).map((one) => ({ ...one, page })),
    ),
  )
  const snippets = cut.flat()
  const chosen = await selectSnippets<Snippet & { readonly page: ExtractedPage }>(snippets, request)
  return chosen.map(({ page: { hash, url, published, sheets = [] }, start, end, text, title }) => ({
    id: `${hash.slice(0, 8)}-${start}`,
    text,
    title,
    url,
    source: request.id,
    retrievedAt,
    page: placeOf(hash, { start, end }, sheets),
    ...(published !== undefined && { published }),
  }))
}

const placeOf = (hash: string, span: Span, begins: readonly number[]): PagePlace => {
  const sheets = sheetsOf(begins, span)
  return { hash, ...span, ...(sheets.length > 0 && { sheets }) }
}
