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

/** A share and its variance, neither cut off at 0 or 1. */
type Estimate = { readonly rate: number; readonly variance: number }

/**
 * The share that is truly broken, given the share that a judge calls so (Rogan and Gladen), as a 95 %
 * interval that holds the judge's own uncertainty too (Lang and Reiczigel, 2014). Null where the judge is
 * no better than chance, or was measured on too few rows.
 */
export const trueRate = (called: number, n: number, judge: JudgeCounts): Interval | null => {
  const one = estimate(called, n, judge)
  return one === null ? null : intervalOf(one)
}

/**
 * The mean of the true shares of several rules, each with a judge of its own, as a 95 % interval. No share
 * counts as less than nothing: a judge that is stricter with labelled rows than with what it is asked of must
 * not pay for others. Null where one of them is not known.
 */
export const meanTrueRate = (
  all: readonly { readonly called: number; readonly n: number; readonly judge: JudgeCounts }[],
): Interval | null => {
  const known = all.flatMap(({ called, n, judge }) => {
    const one = estimate(called, n, judge)
    const [found, alone] = [judge.found / judge.broken, judge.leftAlone / judge.kept]
    // Without what pulls a single share to the middle, which would add up over many.
    return one && { ...one, rate: within((called / n + alone - 1) / (found + alone - 1)) }
  })
  if (known.length === 0 || known.includes(null)) return null
  const sum = (key: keyof Estimate): number =>
    known.reduce((total, one) => total + (one?.[key] ?? 0), 0)
  const [rate, variance] = [sum('rate') / known.length, sum('variance') / known.length ** 2]
  return intervalOf({ rate, variance })
}

const estimate = (called: number, n: number, judge: JudgeCounts): Estimate | null => {
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
  return { rate: rate + shift, variance: variance / skill ** 2 }
}

const intervalOf = ({ rate, variance }: Estimate): Interval => {
  const half = Z * Math.sqrt(variance)
  return [within(rate - half), within(rate + half)]
}

const within = (share: number): number => Math.min(1, Math.max(0, share))
