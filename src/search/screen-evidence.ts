import type { Evidence } from '../spec/evidence.ts'
import { addressScore } from './address-score.ts'

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
export const speaksToAgent = (text: string): boolean => {
  const { probability, flags } = addressScore(text)
  return flags.length > 0 && probability >= FLAGGED
}

const isFlagged = ({ flags }: Evidence): boolean => flags !== undefined && flags.length > 0

const markEvidence = (evidence: Evidence): Evidence => {
  const { probability, flags } = addressScore(`${evidence.title ?? ''}\n${evidence.text}`)
  if (flags.length === 0 || probability < FLAGGED) return evidence
  return {
    ...evidence,
    flags: [...new Set([...(evidence.flags ?? []), ...flags])],
    addressesAgent: Math.round(probability * 1000) / 1000,
  }
}
