import type { Evidence } from '../spec/evidence.ts'

export type CandidatePlan = {
  /** Distinct sets of evidence to write with, one prompt each; the empty set is "without evidence". */
  readonly evidenceSets: readonly (readonly Evidence[])[]
  /** For each sampled candidate, the index of its evidence set. */
  readonly samples: readonly number[]
  /** Whether one more candidate quotes the evidence verbatim. */
  readonly verbatim: boolean
  /** Whether one more candidate says that the evidence does not answer. */
  readonly abstains: boolean
}

// Fewer candidates than these are too few to give one away.
const VERBATIM_FROM = 2
const ABSTAINS_FROM = 4

/**
 * The evidence race: of n candidates one quotes verbatim and, where facts are asked for, one abstains. The
 * rest are written with evidence, `perPrompt` snippets each in turn, since a small model reads one
 * snippet better than many; but a third of them, or half where no facts are asked for (as in
 * Sparrow, section 3.5), are written without.
 */
export const planCandidates = (
  n: number,
  evidence: readonly Evidence[],
  { perPrompt = 1, seeksFacts = true } = {},
): CandidatePlan => {
  if (evidence.length === 0) {
    const samples = Array<number>(n).fill(0)
    return { evidenceSets: [[]], samples, verbatim: false, abstains: false }
  }
  const verbatim = n >= VERBATIM_FROM
  const abstains = seeksFacts && n >= ABSTAINS_FROM
  const sampled = n - Number(verbatim) - Number(abstains)
  const withEvidence = Math.ceil(seeksFacts ? (2 * sampled) / 3 : sampled / 2)
  const sets = inGroups(evidence, perPrompt).slice(0, withEvidence)
  const samples = Array.from({ length: sampled }, (_, i) =>
    i < withEvidence ? i % sets.length : sets.length,
  )
  const evidenceSets = withEvidence < sampled ? [...sets, []] : sets
  return { evidenceSets, samples, verbatim, abstains }
}

const inGroups = <One>(all: readonly One[], size: number): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )
