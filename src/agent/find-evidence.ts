import type { SearchResult } from '../spec/evidence.ts'
import type { EvidenceSource, Found } from '../spec/evidence-source.ts'
import { interleave } from './interleave.ts'
import { isSafeUrl } from '../spec/safe-url.ts'
import { mergeGenerators, type Outcome } from '../spec/merge-generators.ts'
import type { TurnEvent } from '../spec/turn-event.ts'

/** Runs the queries side by side and interleaves what they find: best of each first, each snippet once. */
export async function* findEvidence(
  source: EvidenceSource,
  queries: readonly string[],
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent, Found> {
  for (const text of queries) yield { type: 'search-query', text }
  const searches = queries.map((query) => source.find(query, { limit, ...(signal && { signal }) }))
  const merged = mergeGenerators(searches)
  const listed = new Set<string>()
  try {
    for (let step = await merged.next(); ; step = await merged.next()) {
      if (step.done) return combine(step.value.map(resultOf), limit)
      yield step.value.type === 'search-results' ? onlyNew(step.value, listed) : step.value
    }
  } finally {
    // Where the turn was left: nobody is there to hear what a search says at its end.
    for (const search of searches)
      void search.return({ evidence: [], failures: [] }).catch(() => undefined)
  }
}

const resultOf = (outcome: Outcome<Found>): Found => {
  if (outcome.status === 'done') return outcome.result
  throw outcome.status === 'failed' ? outcome.error : new Error('a search without an end: a bug')
}

/** In the order of the queries, whichever was done first: the same turn finds the same. */
const combine = (found: readonly Found[], limit: number): Found => {
  const failures = new Map(found.flatMap((one) => one.failures).map((one) => [one.source, one]))
  const lists = found.map((one) => one.evidence)
  const evidence = interleave(lists, ({ id }) => id).slice(0, limit)
  return { evidence, failures: [...failures.values()] }
}

const onlyNew = (
  event: Extract<TurnEvent, { type: 'search-results' }>,
  listed: Set<string>,
): TurnEvent => {
  const key = (result: SearchResult): string => `${result.url}\n${result.text}`
  const results = event.results.filter(
    (result) => isSafeUrl(result.url) && !listed.has(key(result)),
  )
  for (const result of results) listed.add(key(result))
  return { type: 'search-results', results }
}
