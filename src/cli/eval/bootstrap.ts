import { createRandom } from '../../base/random.ts'
import type { Figure, Weights } from './figures.ts'
import type { Mark } from './mark.ts'

const RESAMPLES = 1_000
const SEED = 17

export type Measured = {
  readonly figure: string
  readonly n: number
  readonly value: number
  /** Bounds of the 95 % interval, by resampling groups of rows. */
  readonly low: number
  readonly high: number
  readonly baseline: number | undefined
}

/** The figure of the marks, with its interval and what is trivial; the same marks give the same result. */
export const measure = (figure: Figure, marks: readonly Mark[]): Measured => {
  const valueOf = figure.prepare(marks)
  const draw = drawGroups(marks)
  const values = Array.from({ length: RESAMPLES }, () => valueOf(draw())).filter(Number.isFinite)
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN
  return {
    figure: figure.name,
    n: marks.length,
    value: valueOf(marks.map(() => 1)),
    low: at(0.025),
    high: at(0.975),
    baseline: figure.baseline(marks),
  }
}

const drawGroups = (marks: readonly Mark[]): (() => Weights) => {
  const groups = new Map<string | number, number[]>()
  for (const [i, { group }] of marks.entries()) {
    const key = group ?? i
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [i])
    else members.push(i)
  }
  const all = [...groups.values()]
  const random = createRandom(SEED)
  const weights = new Float64Array(marks.length)
  return () => {
    weights.fill(0)
    for (let drawn = 0; drawn < all.length; drawn += 1) {
      for (const i of all[Math.floor(random() * all.length)] ?? [])
        weights[i] = (weights[i] ?? 0) + 1
    }
    return weights
  }
}
