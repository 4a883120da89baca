import { AppError } from '../spec/errors.ts'
import type { EvidenceSource, Found } from '../spec/evidence-source.ts'
import type { Evidence } from '../spec/evidence.ts'
import type { FoundPassage, SearchAnswer, SearchRequest } from '../spec/search.ts'
import { combineSources } from './combine-sources.ts'
import type { DocumentIndex } from './index/document-index.ts'
import { fuseRanks } from './ranking/fuse-ranks.ts'

export type SearchSourcesDeps = {
  readonly documents: DocumentIndex
  /** All that can be asked, one's own documents among them. */
  readonly sources: () => readonly EvidenceSource[]
}

/**
 * Passages for a query, from one's own documents or from the sources that are named, merged by rank. A
 * source that is down is a failure in the answer. Throws INVALID_REQUEST, ABORTED.
 */
export const searchSources = async (
  { documents, sources }: SearchSourcesDeps,
  { query, k = 5, filter, sources: named = [documents.id] }: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchAnswer> => {
  const others = pick(
    sources(),
    named.filter((name) => name !== documents.id),
  )
  if (filter !== undefined && others.length > 0) {
    throw new AppError(
      'INVALID_REQUEST',
      `filter: only ${documents.id} can be narrowed, not ${others.map(({ id }) => id).join(', ')}`,
    )
  }
  const searchOwn = async (): Promise<readonly FoundPassage[]> => {
    if (!named.includes(documents.id)) return []
    const hits = await documents.search(query, k, signal, filter)
    return hits.map(({ documentId, url, title, text, score, pageHash: hash, ...hit }) => {
      const { start, end, sheets = [] } = hit
      const page = { hash, start, end, ...(sheets.length > 0 && { sheets }) }
      return { documentId, source: documents.id, url, title, text, score, page }
    })
  }
  const searchOthers = async (): Promise<Found> =>
    others.length === 0 ? { evidence: [], failures: [] } : findAll(others, query, k, signal)
  const [own, { evidence, failures }] = await Promise.all([searchOwn(), searchOthers()])
  const elsewhere = evidence.map(toPassage)
  const results = others.length === 0 ? own : merge([own, elsewhere]).slice(0, k)
  return { results, failures }
}

/** The same, but for who knows no names: what names no source and narrows nothing goes to all of them. */
export const searchEverywhere = (
  deps: SearchSourcesDeps,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchAnswer> => {
  const isOpen = request.sources === undefined && request.filter === undefined
  const all = isOpen && { sources: deps.sources().map(({ id }) => id) }
  return searchSources(deps, { ...request, ...all }, signal)
}

const pick = (
  all: readonly EvidenceSource[],
  named: readonly string[],
): readonly EvidenceSource[] =>
  [...new Set(named)].map((name) => {
    const found = all.find(({ id }) => id === name)
    if (found !== undefined) return found
    const known = all.map(({ id }) => id).join(', ')
    throw new AppError('INVALID_REQUEST', `sources: there is no ${name}; there are ${known}`)
  })

const findAll = async (
  sources: readonly EvidenceSource[],
  query: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Found> => {
  const finding = combineSources(sources).find(query, { limit, ...(signal && { signal }) })
  for (;;) {
    const { done, value } = await finding.next()
    if (done === true) return value
  }
}

/** The score of what is merged is that of its rank. */
const merge = (lists: readonly (readonly FoundPassage[])[]): readonly FoundPassage[] => {
  const keyOf = ({ documentId, page, text }: FoundPassage): string =>
    JSON.stringify([documentId, page?.start ?? text])
  const byKey = new Map(lists.flat().map((one) => [keyOf(one), one]))
  const fused = fuseRanks(lists.map((list) => ({ keys: list.map(keyOf) })))
  return fused.flatMap(({ key, score }) => {
    const passage = byKey.get(key)
    return passage ? [{ ...passage, score }] : []
  })
}

const toPassage = ({ id, url = '', title = '', text, source, page }: Evidence): FoundPassage => ({
  documentId: page?.hash ?? (url || id),
  source,
  url,
  title,
  text,
  score: 0,
  ...(page && { page }),
})
