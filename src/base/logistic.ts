export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Of a probability that is kept away from 0 and 1, so that no single judge is certain. */
export const logit = (p: number): number => {
  const inside = Math.min(1 - 1e-4, Math.max(1e-4, p))
  return Math.log(inside / (1 - inside))
}
