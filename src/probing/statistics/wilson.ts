/** Bounds of a 95 % interval. */
export type Interval = readonly [low: number, high: number]

/** The normal distribution's quantile for 95 %, two-sided. */
export const Z = 1.959964

/** Wilson's interval of a share; unlike the usual one it has a width at 0 and at 1, and knows nothing of nothing. */
export const wilson = (count: number, n: number): Interval => {
  if (n === 0) return [0, 1]
  const share = count / n
  const middle = share + Z ** 2 / (2 * n)
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))
  const scale = 1 + Z ** 2 / n
  const low = count === 0 ? 0 : (middle - half) / scale
  const high = count === n ? 1 : (middle + half) / scale
  return [Math.max(0, low), Math.min(1, high)]
}
