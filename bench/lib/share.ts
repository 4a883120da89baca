/** A share with its 95 % interval (Wilson's), as text. */
export const shareOf = (hits: readonly boolean[], digits = 2): string => {
  const n = hits.length
  if (n === 0) return ''
  const z = 1.96
  const p = hits.filter(Boolean).length / n
  const middle = p + (z * z) / (2 * n)
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const [low, high] = [middle - half, middle + half].map((bound) => bound / (1 + (z * z) / n))
  return `${p.toFixed(digits)} [${low?.toFixed(digits)}, ${high?.toFixed(digits)}]`
}
