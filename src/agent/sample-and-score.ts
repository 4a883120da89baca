import { isAbstention } from '../spec/text/abstention.ts'
import type { LanguageModel } from '../spec/language-model.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import { lastUserText } from '../spec/turn.ts'
import type { AgentDeps, TurnRequest } from './agent.ts'
import type { ScoredCandidate } from './candidate.ts'
import { fitDialogue, type Dropped } from './window/fit-dialogue.ts'
import type { ReadEvidence } from './passages/read-passages.ts'
import { isYesNo, withYesOrNo } from './passages/yes-or-no.ts'
import { withAffixes, affixesOf, type Affixes } from './affixes.ts'
import { sampleCandidates } from './sample-candidates.ts'
import { scoreCandidates } from './score-candidates.ts'
import type { Stopwatch } from './stopwatch.ts'

export type RaceOptions = {
  /** What answers best first. */
  readonly evidence: readonly ReadEvidence[]
  readonly seed: number
  /** Whether the turn asks for facts, so that support counts. */
  readonly seeksFacts: boolean
}

export type Race = {
  /** Best first. */
  readonly ranked: readonly ScoredCandidate[]
  readonly affixes: Affixes
  /** What the evidence left no room for. */
  readonly dropped: Dropped
}

/** Samples candidates with and without evidence, and ranks them by their rewards. */
export async function* sampleAndScore(
  { languageModel, rewardModel, reader, settings }: AgentDeps,
  { dialogue: whole, options, rules, signal }: TurnRequest,
  { evidence: found, seed, seeksFacts }: RaceOptions,
  watch: Stopwatch,
): AsyncGenerator<TurnEvent, Race> {
  const evidence = unflagged(found)
  const usable = evidence.slice(0, settings.snippets)
  const room = languageModel.contextTokens - settings.maxReplyTokens
  const longest = longestSnippet(languageModel, usable)
  const snippetsPerPrompt = snippetsThatFit(settings.snippetsPerPrompt, longest, room)
  // Only evidence of more tokens than most leaves less room than the dialogue was fitted to.
  const tokens = room - snippetsPerPrompt * longest
  const left = { tokens, turn: settings.turnTokens }
  const { dialogue, dropped } = fitDialogue(whole, left, languageModel)
  const n = options.candidates ?? settings.candidates
  const asked = {
    dialogue,
    evidence,
    n,
    seeksFacts,
    seed,
    settings: { ...settings, snippetsPerPrompt },
  }
  const sampling = { ...asked, ...(signal && { signal }) }
  const candidates = yield* sampleCandidates({ languageModel, reader }, sampling)
  const affixes = affixesOf(
    candidates.map(({ text }) => text),
    dialogue,
    evidence,
  )
  const question = lastUserText(dialogue)
  const settles = seeksFacts && evidence.length > 0 && isYesNo(question)
  const worded = candidates.map((one) => {
    if (isAbstention(one.text)) return one
    const said = settles ? withYesOrNo(question, one.text) : undefined
    return { ...one, text: withAffixes(said ?? one.text, affixes) }
  })
  watch.lap('sample')
  const ranking = { ...settings, rules, factSeeking: seeksFacts }
  const scorers = { rewardModel, reader }
  const ranked = yield* scoreCandidates(scorers, dialogue, worded, ranking, signal)
  watch.lap('score')
  return { ranked, affixes, dropped }
}

/** Text that speaks to the agent is answered from only where there is nothing else. */
const unflagged = (evidence: readonly ReadEvidence[]): readonly ReadEvidence[] => {
  const plain = evidence.filter(({ flags = [] }) => flags.length === 0)
  return plain.length > 0 ? plain : evidence
}

/** As many as leave half of a small context to the dialogue, but one. */
const snippetsThatFit = (wanted: number, longest: number, room: number): number =>
  longest === 0 ? wanted : Math.min(wanted, Math.max(1, Math.floor(room / 2 / longest)))

// The title, the role and the control tokens around a snippet.
const SNIPPET_OVERHEAD = 12

/** In tokens. */
const longestSnippet = (languageModel: LanguageModel, evidence: readonly ReadEvidence[]): number =>
  Math.max(
    0,
    ...evidence.map(
      ({ title, text }) => languageModel.countTokens(`${title ?? ''}\n${text}`) + SNIPPET_OVERHEAD,
    ),
  )
