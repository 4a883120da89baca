import { setTimeout as pause } from 'node:timers/promises'
import { mergeGenerators, type Outcome } from '../base/merge-generators.ts'
import { isAppError, throwIfAborted } from '../spec/errors.ts'
import type {
  EvidenceSource,
  FindOptions,
  Found,
  SearchEvent,
  SourceHealth,
} from '../spec/evidence-source.ts'
import type { Evidence } from '../spec/evidence.ts'
import type { SourceFailure } from '../spec/reply.ts'
import { failureReason } from './fetch/failure-reason.ts'
import { fuseRanks } from './ranking/fuse-ranks.ts'
import { foldDuplicates } from './ranking/likeness.ts'
import { screenEvidence } from './screen/screen-evidence.ts'

/** Sources asked one after the other, until one has evidence; what failed before it is told. */
export const fallBack = (id: string, sources: readonly EvidenceSource[]): EvidenceSource => ({
  id,
  parts: sources.map((source) => source.id),
  async *find(query, options) {
    const failures: SourceFailure[] = []
    let found: Found = { evidence: [], failures }
    for (const source of sources) {
      if (options.sources?.includes(source.id) === false) continue
      throwIfAborted(options.signal)
      const { evidence, failures: said } = yield* source.find(query, options)
      failures.push(...said)
      found = { evidence, failures }
      if (evidence.length > 0) break
    }
    return found
  },
  health: () => jointHealth(id, sources),
})

const BEST_FIRST = ['ok', 'starting', 'down', 'off'] as const

/** The health of the best of several sources, told of each. */
const jointHealth = (id: string, sources: readonly EvidenceSource[]): SourceHealth => {
  const all = sources.map((source) => source.health())
  const status = BEST_FIRST.find((one) => all.some((health) => health.status === one)) ?? 'off'
  return { id, status, detail: all.map((one) => `${one.id}: ${one.detail}`).join('; ') }
}

const BUDGET_MS = 5_000
// What each source is asked for beyond the limit, in place of what is folded or flagged.
const SPARE = 2

/**
 * Several sources asked at once: their evidence merged by reciprocal rank fusion, near-duplicates
 * folded, what speaks to the agent marked and put last, each failure named. A source that is not done within the budget is stopped and reported.
 */
export const combineSources = (
  sources: readonly EvidenceSource[],
  { budgetMs = BUDGET_MS }: { readonly budgetMs?: number } = {},
): EvidenceSource => ({
  id: 'combined',
  find: (query, options) => findInAll(sources, budgetMs, query, options),
  health: () => jointHealth('combined', sources),
})

async function* findInAll(
  all: readonly EvidenceSource[],
  budgetMs: number,
  query: string,
  { limit, signal, sources: wanted, filter }: FindOptions,
): AsyncGenerator<SearchEvent, Found> {
  throwIfAborted(signal)
  const sources = all.filter((one) => isAsked(one, wanted, filter !== undefined))
  const stop = new AbortController()
  const inner = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const deadline = endOf(budgetMs, inner)
  const searches = sources.map((source) =>
    source.find(query, { limit: limit + SPARE, signal: inner, sources: wanted, filter }),
  )
  try {
    const outcomes = yield* mergeGenerators(searches, deadline)
    throwIfAborted(signal)
    const found = outcomes.map((outcome, at) => toFound(sources[at]?.id ?? '', outcome, budgetMs))
    const evidence = fuse(found.map((one) => one.evidence)).slice(0, limit)
    return { evidence, failures: found.flatMap(({ failures }) => failures) }
  } finally {
    stop.abort()
    // A late generator ends by its signal; nobody is left to hear what it says then.
    for (const search of searches)
      void search.return({ evidence: [], failures: [] }).catch(() => {})
  }
}

const isAsked = (
  { id, parts = [id], filters = false }: EvidenceSource,
  wanted: readonly string[] | undefined,
  hasFilter: boolean,
): boolean => (!hasFilter || filters) && parts.some((one) => wanted?.includes(one) ?? true)

const fuse = (lists: readonly (readonly Evidence[])[]): readonly Evidence[] => {
  const byId = new Map(lists.flat().map((one) => [one.id, one]))
  const ranked = fuseRanks(lists.map((list) => ({ keys: list.map(({ id }) => id) })))
  const folded = foldDuplicates(ranked.flatMap(({ key }) => byId.get(key) ?? []))
  return screenEvidence(folded.map(({ item, copies }) => withCopies(item, copies)))
}

/** Names the other places of the same text: it counts once, and says so. */
const withCopies = (evidence: Evidence, copies: readonly Evidence[]): Evidence => {
  const places = [...(evidence.alsoAt ?? []), ...copies.flatMap(({ url }) => url ?? [])]
  const others = [...new Set(places)].filter((url) => url !== evidence.url)
  return others.length === 0 ? evidence : { ...evidence, alsoAt: others }
}

const toFound = (source: string, outcome: Outcome<Found>, budgetMs: number): Found => {
  switch (outcome.status) {
    case 'done':
      return outcome.result
    case 'late':
      return failure(source, `took longer than ${budgetMs} ms`)
    default:
      return failure(source, reasonOf(outcome.error))
  }
}

const failure = (source: string, reason: string): Found => ({
  evidence: [],
  failures: [{ source, reason }],
})

const reasonOf = (error: unknown): string =>
  isAppError(error) ? error.message : failureReason(error)

/** Resolves when the time is up or the signal fires. */
const endOf = async (ms: number, signal: AbortSignal): Promise<void> => {
  await pause(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
