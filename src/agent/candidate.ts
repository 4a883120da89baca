import type { ReadEvidence } from './passages/read-passages.ts'
import type { Scorecard } from '../spec/scorecard.ts'

/**
 * A sampled reply before ranking. `evidence` is what it was written with; `checkedAgainst` is what
 * its statements are scored against, which a candidate written without evidence has too.
 */
export type Candidate = {
  readonly index: number
  readonly text: string
  /** Whether the language model wrote it; else it was cut out of the evidence, or abstains. */
  readonly isWritten?: boolean
  readonly evidence: readonly ReadEvidence[]
  readonly checkedAgainst: readonly ReadEvidence[]
  /** P(right) by the reader, where it is known already. */
  readonly judged?: number
  /** Mean log-probability of its tokens; undefined where nobody sampled it, or the model does not tell. */
  readonly likelihood?: number | undefined
}

export type ScoredCandidate = Candidate & { readonly scorecard: Scorecard }
