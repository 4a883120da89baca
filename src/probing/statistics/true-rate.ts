import { Z, type Interval } from './wilson.ts'

/** What a judge did with labelled rows: broken ones that it found, kept ones that it left alone. */
export type JudgeCounts = {
  readonly found: number
  readonly broken: number
  readonly leftAlone: number
  readonly kept: number
}

// Rows of each kind below which nothing is said of a judge.
const FEWEST = 5

/**
 * The share that is truly broken, given the share that a judge calls so (Rogan and Gladen), as a 95 %
 * interval that holds the judge's own uncertainty too (Lang and Reiczigel, 2014). Null where the judge is
 * no better than chance, or was measured on too few rows.
 */
export const trueRate = (called: number, n: number, judge: JudgeCounts): Interval | null => {
  if (n === 0 || judge.broken < FEWEST || judge.kept < FEWEST) return null
  const rows = n + Z ** 2
  const share = (called + Z ** 2 / 2) / rows
  const [brokenRows, keptRows] = [judge.broken + 2, judge.kept + 2]
  const sensitivity = (judge.found + 1) / brokenRows
  const specificity = (judge.leftAlone + 1) / keptRows
  const skill = sensitivity + specificity - 1
  if (skill <= 0) return null
  const rate = (share + specificity - 1) / skill
  const ofSensitivity = (sensitivity * (1 - sensitivity)) / brokenRows
  const ofSpecificity = (specificity * (1 - specificity)) / keptRows
  const shift = 2 * Z ** 2 * (rate * ofSensitivity - (1 - rate) * ofSpecificity)
  const variance =
    (share * (1 - share)) / rows + rate ** 2 * ofSensitivity + (1 - rate) ** 2 * ofSpecificity
  const half = (Z * Math.sqrt(variance)) / skill
  return [within(rate + shift - half), within(rate + shift + half)]
}

const within = (share: number): number => Math.min(1, Math.max(0, share))
