import type { Found } from '../spec/evidence-source.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { AgentDeps, Decision, TurnRequest } from './agent.ts'
import { findEvidence } from './find-evidence.ts'
import { safeEvidence } from './safe-evidence.ts'
import type { Stopwatch } from './stopwatch.ts'
import { writeQueries } from './write-queries.ts'

/** What a turn has to answer from, and the queries that found it. */
export type Gathered = Found & { readonly queries: readonly string[] }

/** Given evidence is used as it is; otherwise the agent searches where it has decided to. */
export async function* gatherEvidence(
  { languageModel, source, takeEvidence, settings }: AgentDeps,
  { dialogue, options, signal }: TurnRequest,
  { search }: Decision,
  watch: Stopwatch,
): AsyncGenerator<TurnEvent, Gathered> {
  if (options.evidence !== undefined) {
    const evidence = await takeEvidence(options.evidence, dialogue, signal)
    watch.lap('search')
    return { queries: [], evidence: safeEvidence(evidence), failures: [] }
  }
  if (!search) return { queries: [], evidence: [], failures: [] }
  const queries = await writeQueries(languageModel, dialogue, settings, signal)
  watch.lap('query')
  const found = yield* findEvidence(source, queries, settings.snippets, signal)
  watch.lap('search')
  return { ...found, queries, evidence: safeEvidence(found.evidence) }
}
