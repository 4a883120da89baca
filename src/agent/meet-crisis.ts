import type { TurnEvent } from '../spec/turn-event.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { AgentDeps, TurnRequest } from './agent.ts'
import { composeReply, streamReply } from './compose-reply.ts'
import { type Crisis, findCrisis } from './crisis/find-crisis.ts'
import { crisisWords } from './crisis/words.ts'
import { decideSearch } from './decide-search.ts'
import { scoreCandidates } from './score-candidates.ts'
import type { Stopwatch } from './stopwatch.ts'

/** A chance from which a turn that no pattern finds is met with care all the same. */
const CARE_FROM = 0.9

/** What the patterns find, or the network where there is one: it adds to them and takes nothing away. */
export const recogniseCrisis = async (
  { crisisChance }: AgentDeps,
  dialogue: Dialogue,
  signal?: AbortSignal,
): Promise<Crisis | undefined> => {
  const found = findCrisis(dialogue)
  if (found !== undefined || crisisChance === undefined) return found
  const chance = await crisisChance(dialogue, signal)
  return chance >= CARE_FROM ? { about: 'self', language: 'en', again: false } : undefined
}

/** The turn of somebody in danger, in fixed words: nothing is searched, sampled or claimed. */
export async function* meetCrisis(
  deps: AgentDeps,
  request: TurnRequest,
  { crisis, seed }: { readonly crisis: Crisis; readonly seed: number },
  watch: Stopwatch,
): AsyncGenerator<TurnEvent> {
  const { languageModel, rewardModel, reader, settings } = deps
  const { dialogue, options, rules, signal } = request
  const told = { ...options, search: 'never' as const }
  const decision = await decideSearch(deps, dialogue, told, signal)
  watch.lap('decide')
  yield { type: 'decision', factSeeking: decision.factSeeking, search: false }

  const text = crisisWords(crisis, settings.crisisHelp ?? {})
  const candidate = { index: 0, text, evidence: [], checkedAgainst: [] }
  yield { type: 'candidate', index: 0, withEvidence: false }
  const ranking = { ...settings, rules, factSeeking: false }
  const ranked = yield* scoreCandidates(deps, dialogue, [candidate], ranking, signal)
  const [scored] = ranked
  if (scored === undefined) throw new Error('a candidate without a scorecard: this is a bug')
  watch.lap('score')

  const statements = [{ start: 0, end: text.length, checkable: false, support: null }]
  const cited = { text, statements, citations: [], abstained: false }
  yield* streamReply(cited)
  const reply = composeReply({
    request,
    decision,
    gathered: { queries: [], evidence: [], failures: [] },
    race: { ranked, affixes: {}, dropped: { turns: 0, characters: 0 } },
    chosen: {
      kind: 'talk',
      cited,
      passages: [],
      scorecard: { ...scored.scorecard, support: null, statements },
    },
    seed,
    models: {
      languageModel: languageModel.id,
      rewardModel: rewardModel.id,
      reader: reader.id,
    },
    timings: watch.timings(),
  })
  yield { type: 'turn-end', reply }
}
