import type { Found } from '../spec/evidence-source.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { AgentDeps, Decision, TurnRequest } from './agent.ts'
import { findEvidence } from './find-evidence.ts'
import { readPassages, type ReadEvidence } from './read-passages.ts'
import { safeEvidence } from './safe-evidence.ts'
import type { Stopwatch } from './stopwatch.ts'
import { writeQueries } from './write-queries.ts'

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
  const read = await readPassages(deps.reader, request.dialogue, evidence, request.signal)
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
  const found = yield* findEvidence(source, queries, settings.passages, signal)
  watch.lap('search')
  return { ...found, queries, evidence: safeEvidence(found.evidence) }
}
