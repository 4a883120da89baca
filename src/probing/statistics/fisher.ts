type Counts = { readonly broken: number; readonly n: number }

/**
 * Fisher's exact test, two-sided: the chance of a table at least as uneven as this one where both groups
 * break at the same rate. 1 where either group is empty.
 */
export const fisher = (one: Counts, other: Counts): number => {
  const all = one.n + other.n
  const broken = one.broken + other.broken
  if (one.n === 0 || other.n === 0) return 1
  const logChance = (inOne: number): number =>
    logChoose(broken, inOne) + logChoose(all - broken, one.n - inOne) - logChoose(all, one.n)
  const seen = logChance(one.broken)
  let sum = 0
  const least = Math.max(0, one.n - (all - broken))
  for (let inOne = least; inOne <= Math.min(broken, one.n); inOne += 1) {
    const chance = logChance(inOne)
    // Equal tables differ in the last digits.
    if (chance <= seen + 1e-7) sum += Math.exp(chance)
  }
  return Math.min(1, sum)
}

const logFactorials: number[] = [0]
const logFactorial = (n: number): number => {
  for (let at = logFactorials.length; at <= n; at += 1)
    logFactorials.push((logFactorials[at - 1] ?? 0) + Math.log(at))
  return logFactorials[n] ?? 0
}
const logChoose = (n: number, k: number): number =>
  logFactorial(n) - logFactorial(k) - logFactorial(n - k)
