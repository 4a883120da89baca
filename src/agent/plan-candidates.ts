import type { Evidence } from '../spec/evidence.ts'

export type CandidatePlan = {
  /** Distinct sets of evidence to write with, one prompt each; the empty set is "without evidence". */
  readonly evidenceSets: readonly (readonly Evidence[])[]
  /** For each sampled candidate, the index of its evidence set. */
  readonly samples: readonly number[]
  /** Whether one more candidate quotes the evidence verbatim. */
  readonly verbatim: boolean
}

/**
 * The evidence race: of n candidates one quotes verbatim, half of the rest (rounded up) are written
 * with evidence, `perPrompt` snippets each in turn, since a small model reads one snippet better than
 * many; the others are written without (Sparrow, section 3.5: half and half).
 */
export const planCandidates = (
  n: number,
  evidence: readonly Evidence[],
  perPrompt = 1,
): CandidatePlan => {
  if (evidence.length === 0) {
    return { evidenceSets: [[]], samples: Array<number>(n).fill(0), verbatim: false }
  }
  const verbatim = n >= 2
  const sampled = verbatim ? n - 1 : n
  const withEvidence = Math.ceil(sampled / 2)
  const sets = inGroups(evidence, perPrompt).slice(0, withEvidence)
  const samples = Array.from({ length: sampled }, (_, i) =>
    i < withEvidence ? i % sets.length : sets.length,
  )
  return { evidenceSets: withEvidence < sampled ? [...sets, []] : sets, samples, verbatim }
}

const inGroups = <One>(all: readonly One[], size: number): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )
