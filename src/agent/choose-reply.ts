import { AppError } from '../spec/errors.ts'
import type { Scorecard } from '../spec/scorecard.ts'
import type { ScoredCandidate } from './candidate.ts'
import { cite, declined, type CitedReply, type CiteOptions } from './cite.ts'

export type ChosenReply = { readonly cited: CitedReply; readonly scorecard: Scorecard }

/** What is said where every candidate breaks a blocking rule. */
const REFUSED = declined('I have no answer to this that keeps my rules.')

/** The best candidate, cited; a blocked one is never shown. Throws where the language model wrote nothing at all. */
export const chooseReply = (
  ranked: readonly ScoredCandidate[],
  options: CiteOptions,
): ChosenReply => {
  const best = ranked[0]
  if (best === undefined) {
    throw new AppError('LANGUAGE_MODEL_FAILED', 'The language model wrote no reply.')
  }
  const cited = best.scorecard.blocked.length > 0 ? REFUSED : cite(best, options)
  // The scorecard is that of the candidate; its statements are those that are shown.
  return { cited, scorecard: { ...best.scorecard, statements: [...cited.statements] } }
}
