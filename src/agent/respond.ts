import { randomInt } from 'node:crypto'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { AgentDeps, TurnRequest } from './agent.ts'
import { chooseReply } from './choose-reply.ts'
import { composeReply } from './compose-reply.ts'
import { decideSearch } from './decide-search.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { meetCrisis, recogniseCrisis } from './meet-crisis.ts'
import { raceCandidates } from './race-candidates.ts'
import { startStopwatch } from './stopwatch.ts'
import { streamReply } from './stream-reply.ts'

/**
 * One turn, end to end: decide, search, sample, score, rerank, cite, stream. Nothing of a candidate
 * is streamed before all are scored. Throws AppError (ABORTED, OVERLOADED, LANGUAGE_MODEL_FAILED …)
 * instead of `turn-end`.
 */
export async function* respond(deps: AgentDeps, request: TurnRequest): AsyncGenerator<TurnEvent> {
  const { languageModel, rewardModel, settings } = deps
  const { clientTurnId, dialogue, options, signal } = request
  const watch = startStopwatch(() => performance.now())
  const seed = options.seed ?? randomInt(2 ** 32)
  yield { type: 'turn-start', ...(clientTurnId !== undefined && { clientTurnId }) }

  const crisis = await recogniseCrisis(deps, dialogue, signal)
  if (crisis !== undefined) return yield* meetCrisis(deps, request, { crisis, seed }, watch)

  const decision = await decideSearch(rewardModel, dialogue, settings, options, signal)
  watch.lap('decide')
  yield { type: 'decision', factSeeking: decision.factSeeking, search: decision.search }

  const gathered = yield* gatherEvidence(deps, request, decision, watch)
  const seeksFacts = decision.factSeeking >= settings.searchFrom
  const { evidence } = gathered
  const race = yield* raceCandidates(deps, request, { evidence, seed, seeksFacts }, watch)

  // "Both" (a poem about a fact) may say what no source does; a plain question of fact may not.
  const looked = decision.search || options.evidence !== undefined
  const grounded = looked && seeksFacts && decision.kind === 'fact-based'
  const chosen = chooseReply(race.ranked, { ...settings, grounded, manner: race.manner })
  yield* streamReply(chosen.cited)
  watch.lap('cite')

  const models = { languageModel: languageModel.id, rewardModel: rewardModel.id }
  const parts = { request, decision, gathered, race, chosen, seed, models }
  yield { type: 'turn-end', reply: composeReply({ ...parts, timings: watch.timings() }) }
}
