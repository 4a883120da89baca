import type { Evidence, SearchResult } from '../spec/evidence.ts'
import type { EvidenceSource, Found } from '../spec/evidence-source.ts'
import type { SourceFailure } from '../spec/reply.ts'
import type { TurnEvent } from '../spec/turn-event.ts'

/** Runs the queries in order and interleaves what they find: best of each first, each snippet once. */
export async function* findEvidence(
  source: EvidenceSource,
  queries: readonly string[],
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent, Found> {
  const lists: (readonly Evidence[])[] = []
  const failures = new Map<string, SourceFailure>()
  const listed = new Set<string>()
  for (const query of queries) {
    yield { type: 'search-query', text: query }
    const search = source.find(query, { limit, ...(signal && { signal }) })
    for (let step = await search.next(); ; step = await search.next()) {
      if (step.done) {
        lists.push(step.value.evidence)
        for (const failure of step.value.failures) failures.set(failure.source, failure)
        break
      }
      yield step.value.type === 'search-results' ? onlyNew(step.value, listed) : step.value
    }
  }
  return { evidence: interleave(lists).slice(0, limit), failures: [...failures.values()] }
}

const onlyNew = (
  event: Extract<TurnEvent, { type: 'search-results' }>,
  listed: Set<string>,
): TurnEvent => {
  const key = (result: SearchResult): string => `${result.url}\n${result.text}`
  const results = event.results.filter((result) => !listed.has(key(result)))
  for (const result of results) listed.add(key(result))
  return { type: 'search-results', results }
}

const interleave = (lists: readonly (readonly Evidence[])[]): readonly Evidence[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  const ranked = Array.from({ length: longest }, (_, rank) => lists.map((list) => list[rank]))
  const byId = new Map<string, Evidence>()
  for (const one of ranked.flat()) if (one && !byId.has(one.id)) byId.set(one.id, one)
  return [...byId.values()]
}
