import { isAbstention, saysUnknown } from '../spec/text/abstention.ts'
import { AppError } from '../spec/errors.ts'
import type { ReplyKind } from '../spec/reply.ts'
import type { Scorecard } from '../spec/scorecard.ts'
import type { ScoredCandidate } from './candidate.ts'
import { abstain, cite, declined, type CitedReply, type CiteOptions } from './cite.ts'
import type { Race } from './sample-and-score.ts'
import { passagesToShow, showPassages } from './show-passages.ts'
import type { ReadEvidence } from './passages/read-passages.ts'

export type ChosenReply = {
  readonly cited: CitedReply
  readonly kind: ReplyKind
  /** Shown in place of an answer, the closest first. */
  readonly passages: readonly ReadEvidence[]
  readonly scorecard: Scorecard
}

type ChooseOptions = CiteOptions & {
  readonly answerFrom: number
  /** The best candidate says no to what is harmless: then nothing is said of it but what the evidence has. */
  readonly falselyRefused?: boolean
}

/** What is said where every candidate breaks a blocking rule. */
const REFUSED = declined('I have no answer to this that keeps my rules.')

/**
 * What is shown: the best candidate, where it may be claimed; on a turn that asks for facts else the closest
 * passages, without a claim. A blocked candidate is never shown. Throws where the language model wrote nothing at all.
 */
export const chooseReply = (
  { ranked }: Race,
  evidence: readonly ReadEvidence[],
  options: ChooseOptions,
): ChosenReply => {
  const best = ranked[0]
  if (best === undefined) {
    throw new AppError('LANGUAGE_MODEL_FAILED', 'The language model wrote no reply.')
  }
  if (best.scorecard.blocked.length > 0) return chosen('declined', REFUSED, best)
  const own = options.falselyRefused ? undefined : inItsOwnWords(best, options)
  if (own !== undefined) return own
  for (const candidate of ranked) {
    if (!mayClaim(candidate, options)) continue
    const cited = cite(candidate, options)
    if (!cited.abstained) return chosen('answer', cited, candidate)
  }
  const blocked = ranked.filter(({ scorecard }) => scorecard.blocked.length > 0)
  const passages = passagesToShow(
    evidence,
    blocked.map(({ text }) => text),
  )
  const silent = ranked.find(({ text }) => isAbstention(text)) ?? best
  return passages.length > 0
    ? chosen('passages', showPassages(passages), silent, passages)
    : chosen('declined', abstain(options.affixes), silent)
}

/** What is no answer to a question of fact: talk, or a no such as "Please call an ambulance." */
const inItsOwnWords = (best: ScoredCandidate, options: ChooseOptions): ChosenReply | undefined => {
  if (!options.grounded && !isAbstention(best.text)) return talk(best, options)
  const isBare = !best.scorecard.statements.some(({ checkable }) => checkable)
  return isBare && !saysUnknown(best.text)
    ? chosen('declined', cite(best, options), best)
    : undefined
}

const mayClaim = ({ text, scorecard }: ScoredCandidate, { answerFrom }: ChooseOptions): boolean =>
  !isAbstention(text) && scorecard.blocked.length === 0 && (scorecard.answers ?? 0) >= answerFrom

const talk = (best: ScoredCandidate, options: CiteOptions): ChosenReply => {
  const cited = cite(best, options)
  return chosen(
    cited.abstained ? 'declined' : cited.citations.length > 0 ? 'answer' : 'talk',
    cited,
    best,
  )
}

/** The scorecard is that of the candidate; its statements are those that are shown. */
const chosen = (
  kind: ReplyKind,
  cited: CitedReply,
  { scorecard }: ScoredCandidate,
  passages: readonly ReadEvidence[] = [],
): ChosenReply => ({
  kind,
  cited,
  passages,
  scorecard: { ...scorecard, statements: [...cited.statements] },
})
