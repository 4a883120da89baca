import type { Evidence } from '../spec/evidence.ts'
import type { Scorecard } from '../spec/scorecard.ts'

/**
 * A sampled reply before ranking. `evidence` is what it was written with; `checkedAgainst` is what
 * its statements are scored against, which a candidate written without evidence has too.
 */
export type Candidate = {
  readonly index: number
  readonly text: string
  readonly evidence: readonly Evidence[]
  readonly checkedAgainst: readonly Evidence[]
}

export type ScoredCandidate = Candidate & { readonly scorecard: Scorecard }
