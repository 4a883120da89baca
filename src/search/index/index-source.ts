import type { Evidence } from '../../spec/evidence.ts'
import type { FindOptions, Found, SearchEvent } from '../../spec/evidence-source.ts'
import { AppError, isAppError } from '../../spec/errors.ts'
import type { DocumentFilter } from '../../spec/search.ts'
import type { SearchHit } from './document.ts'

type Searcher = {
  readonly id: string
  search(
    query: string,
    k: number,
    signal?: AbortSignal,
    filter?: DocumentFilter,
  ): Promise<readonly SearchHit[]>
  readonly leastSimilarity: number
  readonly retrievedAt: (documentId: string) => string | undefined
}

/** A search of the index as a source of evidence: what it lists, the pages it reads, the snippets. */
export async function* fromIndex(
  searcher: Searcher,
  query: string,
  { limit, signal, filter }: FindOptions,
): AsyncGenerator<SearchEvent, Found> {
  const source = searcher.id
  let hits: readonly SearchHit[]
  try {
    const found = await searcher.search(query, limit, signal, filter)
    hits = found.filter(({ similarity }) => similarity >= searcher.leastSimilarity)
  } catch (error) {
    if (signal?.aborted) throw new AppError('ABORTED', 'The caller left.', { cause: error })
    const reason = isAppError(error) ? error.message : `search failed: ${String(error)}`
    return { evidence: [], failures: [{ source, reason }] }
  }
  const results = hits.map(({ url, title, text }) => ({ url, title, text, source }))
  yield { type: 'search-results', results }
  for (const url of new Set(hits.map((hit) => hit.url))) yield { type: 'page', url, status: 'ok' }
  return { evidence: hits.map((hit) => toEvidence(hit, searcher)), failures: [] }
}

const toEvidence = (hit: SearchHit, { id, retrievedAt }: Searcher): Evidence => {
  const { pageHash: hash, start, end, text, title, url, published, alsoAt, sheets = [] } = hit
  const at = retrievedAt(hit.documentId)
  return {
    id: `${hash.slice(0, 8)}-${start}`,
    text,
    title,
    source: id,
    page: { hash, start, end, ...(sheets.length > 0 && { sheets }) },
    ...(url !== '' && { url }),
    ...(at !== undefined && { retrievedAt: at }),
    ...(published !== '' && { published }),
    ...(alsoAt.length > 0 && { alsoAt }),
  }
}
