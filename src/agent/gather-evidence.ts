import { mergeGenerators, type Outcome } from '../base/merge-generators.ts'
import type { EvidenceSource, FindOptions, Found } from '../spec/evidence-source.ts'
import type { Evidence, SearchResult } from '../spec/evidence.ts'
import { isSafeUrl } from '../spec/text/safe-url.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { AgentDeps, Decision, TurnRequest } from './agent.ts'
import { type ReadEvidence, readPassages } from './passages/read-passages.ts'
import type { Stopwatch } from './stopwatch.ts'
import { writeQueries } from './write-queries.ts'

/**
 * Evidence of any source, without addresses that a reader must not be sent to: what shows a reply may
 * make links of them.
 */
export const safeEvidence = (found: readonly Evidence[]): readonly Evidence[] =>
  found.map(({ url, alsoAt, ...evidence }) => ({
    ...evidence,
    ...(url !== undefined && isSafeUrl(url) && { url }),
    ...(alsoAt !== undefined && { alsoAt: alsoAt.filter(isSafeUrl) }),
  }))

/** Runs the queries side by side and interleaves what they find: best of each first, each snippet once. */
export async function* findEvidence(
  source: EvidenceSource,
  queries: readonly string[],
  options: FindOptions,
): AsyncGenerator<TurnEvent, Found> {
  for (const text of queries) yield { type: 'search-query', text }
  const searches = queries.map((query) => source.find(query, options))
  const merged = mergeGenerators(searches)
  const listed = new Set<string>()
  try {
    for (let step = await merged.next(); ; step = await merged.next()) {
      if (step.done) return combine(step.value.map(resultOf), options.limit)
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

/** One list of several: the first of each, then the second of each, and so on, each key once. */
export const interleave = <Item>(
  lists: readonly (readonly Item[])[],
  keyOf: (item: Item) => string,
): readonly Item[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  const ranked = Array.from({ length: longest }, (_, rank) =>
    lists.flatMap((list) => list.slice(rank, rank + 1)),
  )
  const byKey = new Map<string, Item>()
  for (const one of ranked.flat()) if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one)
  return [...byKey.values()]
}

/** What a turn has to answer from, what answers it best first, and the queries that found it. */
export type Gathered = Omit<Found, 'evidence'> & {
  readonly evidence: readonly ReadEvidence[]
  readonly queries: readonly string[]
}

/** Given evidence is used as it is; otherwise the agent searches where it has decided to. All of it is read. */
export async function* gatherEvidence(
  deps: AgentDeps,
  request: TurnRequest,
  decision: Decision,
  watch: Stopwatch,
): AsyncGenerator<TurnEvent, Gathered> {
  const { evidence, ...found } = yield* findAll(deps, request, decision, watch)
  const { dialogue, options, signal } = request
  const isRanked = options.evidence === undefined
  const reading = { weights: deps.settings.order, isRanked, signal }
  const read = await readPassages(deps.reader, dialogue, evidence, reading)
  watch.lap('read')
  return { ...found, evidence: read }
}

async function* findAll(
  { languageModel, source, takeEvidence, settings }: AgentDeps,
  { dialogue, options, signal }: TurnRequest,
  { search }: Decision,
  watch: Stopwatch,
): AsyncGenerator<TurnEvent, Found & { readonly queries: readonly string[] }> {
  if (options.evidence !== undefined) {
    const evidence = await takeEvidence(options.evidence, dialogue, signal)
    watch.lap('search')
    return { queries: [], evidence: safeEvidence(evidence), failures: [] }
  }
  if (!search) return { queries: [], evidence: [], failures: [] }
  const queries = await writeQueries(languageModel, dialogue, settings, signal)
  watch.lap('query')
  const found = yield* findEvidence(source, queries, {
    limit: settings.passages,
    sources: options.sources,
    filter: options.filter,
    ...(signal && { signal }),
  })
  watch.lap('search')
  return { ...found, queries, evidence: safeEvidence(found.evidence) }
}
