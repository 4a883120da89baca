import type { Evidence } from '../../spec/evidence.ts'
import { injectionScore } from './injection-score.ts'

/** From this probability on, a snippet is flagged. */
const FLAGGED = 0.3

/**
 * Marks evidence that seems to speak to the agent, with the signs and the probability, and puts it
 * behind all that does not: page text is data. The order is kept otherwise, and nothing left out.
 */
export const screenEvidence = (evidence: readonly Evidence[]): readonly Evidence[] => {
  const screened = evidence.map(markEvidence)
  return [...screened.filter((one) => !isFlagged(one)), ...screened.filter(isFlagged)]
}

/** Whether evidence of this text would be flagged. */
export const speaksToAgent = (text: string): boolean => judge(text) !== undefined

/** The signs and their probability, where there are enough of them. */
const judge = (text: string): ReturnType<typeof injectionScore> | undefined => {
  const score = injectionScore(text)
  return score.flags.length > 0 && score.probability >= FLAGGED ? score : undefined
}

const isFlagged = ({ flags }: Evidence): boolean => flags !== undefined && flags.length > 0

const markEvidence = (evidence: Evidence): Evidence => {
  const judged = judge(`${evidence.title ?? ''}\n${evidence.text}`)
  if (judged === undefined) return evidence
  return {
    ...evidence,
    flags: [...new Set([...(evidence.flags ?? []), ...judged.flags])],
    addressesAgent: Math.round(judged.probability * 1000) / 1000,
  }
}
