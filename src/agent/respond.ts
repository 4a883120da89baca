import { randomInt } from 'node:crypto'
import type { TurnEvent } from '../spec/turn-event.ts'
import { type Dialogue, lastUserText } from '../spec/turn.ts'
import type { AgentDeps, TurnRequest } from './agent.ts'
import { chooseReply } from './choose-reply.ts'
import { composeReply, streamReply } from './compose-reply.ts'
import { decideSearch } from './decide-search.ts'
import { isFalseRefusal } from './false-refusal.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { meetCrisis, recogniseCrisis } from './meet-crisis.ts'
import { sampleAndScore } from './sample-and-score.ts'
import { startStopwatch } from './stopwatch.ts'
import { dialogueRoom } from './window/dialogue-room.ts'
import { addDropped, fitDialogue } from './window/fit-dialogue.ts'

/**
 * One turn, end to end: decide, search, read, sample, score, rerank, cite, stream. Nothing of a candidate
 * is streamed before all are scored. Throws AppError (ABORTED, OVERLOADED, LANGUAGE_MODEL_FAILED …)
 * instead of `turn-end`.
 */
export async function* respond(deps: AgentDeps, whole: TurnRequest): AsyncGenerator<TurnEvent> {
  const { languageModel, rewardModel, reader } = deps
  const { clientTurnId, options, signal } = whole
  const { answerFromGiven: answerFrom, wordsUpToGiven: wordsUpTo } = deps.settings
  const settings =
    options.evidence === undefined ? deps.settings : { ...deps.settings, answerFrom, wordsUpTo }
  const watch = startStopwatch(() => performance.now())
  const seed = options.seed ?? randomInt(2 ** 32)
  yield { type: 'turn-start', ...(clientTurnId !== undefined && { clientTurnId }) }

  const crisis = await recogniseCrisis(deps, whole.dialogue, signal)
  if (crisis !== undefined) return yield* meetCrisis(deps, whole, { crisis, seed }, watch)

  const room = dialogueRoom(languageModel, settings)
  const fitted = fitDialogue(whole.dialogue, room, languageModel)
  const { dialogue } = fitted
  const request = { ...whole, dialogue }
  const decision = await decideSearch(deps, dialogue, options, signal)
  watch.lap('decide')
  yield { type: 'decision', factSeeking: decision.factSeeking, search: decision.search }

  const gathered = yield* gatherEvidence(deps, request, decision, watch)
  const isAnswered = (gathered.evidence[0]?.reading.answers ?? 0) >= settings.readFrom
  const seeksFacts = isAnswered || Math.max(decision.asks, decision.factSeeking) >= SEEKS_FROM
  // Small talk has no use for what a search brought along.
  const evidence = seeksFacts ? gathered.evidence : []
  const race = yield* sampleAndScore(
    { ...deps, settings },
    request,
    { evidence, seed, seeksFacts },
    watch,
  )

  // A poem about a fact may say what no source does; a question of fact may not.
  const looked = decision.search || options.evidence !== undefined
  const grounded = looked && seeksFacts && !(decision.kind === 'both' && asksToMake(dialogue))
  const said = race.ranked[0]?.text ?? ''
  const falselyRefused = await isFalseRefusal(rewardModel, request, said)
  const how = { ...settings, grounded, falselyRefused, affixes: race.affixes }
  const chosen = chooseReply(race, evidence, how)
  yield* streamReply(chosen.cited)
  watch.lap('cite')

  const models = {
    languageModel: languageModel.id,
    rewardModel: rewardModel.id,
    reader: reader.id,
  }
  const dropped = addDropped(fitted.dropped, race.dropped)
  const parts = { request, decision, gathered, race: { ...race, dropped }, chosen, seed, models }
  yield { type: 'turn-end', reply: composeReply({ ...parts, timings: watch.timings() }) }
}

// Below it is talk. A question that is taken for talk costs more than talk that is looked up.
const SEEKS_FROM = 0.3

const MAKES =
  /\b(?:write|compose|invent|imagine|make up|rewrite|rephrase|translate|draft|poem|story|song|rhyme|limerick|haiku|joke|tweet|rap|slogan|pretend)\b/iu

const asksToMake = (dialogue: Dialogue): boolean => MAKES.test(lastUserText(dialogue))
