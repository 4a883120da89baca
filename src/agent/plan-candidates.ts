export type CandidatePlan<One> = {
  /** Distinct sets of evidence to write with, one prompt each; the empty set is "without evidence". */
  readonly evidenceSets: readonly (readonly One[])[]
  /** For each sampled candidate, the index of its evidence set. */
  readonly samples: readonly number[]
  /** How many more candidates are cut out of the evidence, at most. */
  readonly extracts: number
  /** Whether one more candidate says that the evidence does not answer. */
  readonly abstains: boolean
}

// Fewer candidates than these are too few to give one away.
const EXTRACTS_FROM = 2
const ABSTAINS_FROM = 4

/**
 * The evidence race: of n candidates some are cut out of the evidence, half of them where facts are asked
 * for, and one abstains. The rest are written with evidence, `perPrompt` passages each in turn, since a
 * small model reads one passage better than many; one of them, or half where no facts are asked for (as in
 * Sparrow, section 3.5), is written without.
 */
export const planCandidates = <One>(
  n: number,
  evidence: readonly One[],
  { perPrompt = 1, seeksFacts = true, mostExtracts = n } = {},
): CandidatePlan<One> => {
  if (evidence.length === 0) {
    const samples = Array<number>(n).fill(0)
    return { evidenceSets: [[]], samples, extracts: 0, abstains: false }
  }
  const abstains = seeksFacts && n >= ABSTAINS_FROM
  const wanted = n < EXTRACTS_FROM ? 0 : seeksFacts ? Math.floor(n / 2) : 1
  const extracts = Math.min(wanted, mostExtracts)
  const sampled = n - extracts - Number(abstains)
  const withEvidence = seeksFacts ? Math.max(1, sampled - 1) : Math.ceil(sampled / 2)
  const sets = inGroups(evidence, perPrompt).slice(0, withEvidence)
  const samples = Array.from({ length: sampled }, (_, i) =>
    i < withEvidence ? i % sets.length : sets.length,
  )
  const evidenceSets = withEvidence < sampled ? [...sets, []] : sets
  return { evidenceSets, samples, extracts, abstains }
}

const inGroups = <One>(all: readonly One[], size: number): readonly (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  )
