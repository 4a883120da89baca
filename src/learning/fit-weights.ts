/** How the better reply differs from the other, feature by feature, and what the row counts. */
export type Difference = { readonly by: readonly number[]; readonly weight: number }

export type FitOptions = {
  /** What is added by what is known before: the old preference's difference, of each row. */
  readonly offsets: readonly number[]
  /** How strongly weights are held at zero: as so many rows would. */
  readonly hold?: number
  /** Places of features whose weight may be nothing, but not less. */
  readonly neverBelowZero?: readonly number[]
}

const STEPS = 400
const RATE = 0.5

/**
 * Weights of features by which the chosen replies come out above the rejected ones (Bradley and Terry), beside
 * what was known before. Features are brought to one scale first; with few rows the weights stay near zero.
 */
export const fitWeights = (
  rows: readonly Difference[],
  { offsets, hold = 4, neverBelowZero = [] }: FitOptions,
): readonly number[] => {
  const width = rows[0]?.by.length ?? 0
  const scales = Array.from({ length: width }, (_, at) => {
    const squares = rows.map(({ by }) => (by[at] ?? 0) ** 2)
    return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / rows.length) || 1
  })
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return Array.from({ length: width }, () => 0)
  let weights = scales.map(() => 0)
  for (let step = 0; step < STEPS; step += 1) {
    const slope = weights.map((weight) => hold * weight)
    for (const [at, { by, weight }] of rows.entries()) {
      const x = by.map((value, feature) => value / (scales[feature] ?? 1))
      const margin =
        (offsets[at] ?? 0) + x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)
      const pull = weight / (1 + Math.exp(margin))
      for (const [feature, value] of x.entries())
        slope[feature] = (slope[feature] ?? 0) - pull * value
    }
    weights = weights.map((weight, feature) => {
      const next = weight - (RATE * (slope[feature] ?? 0)) / total
      return neverBelowZero.includes(feature) ? Math.max(0, next) : next
    })
  }
  return weights.map((weight, feature) => weight / (scales[feature] ?? 1))
}
