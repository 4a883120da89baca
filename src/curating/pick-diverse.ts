export type Pickable = {
  /** Unit vector of what the row is about. */
  readonly vector: Float32Array
  /** The better, the sooner it is taken; any scale. */
  readonly quality: number
}

export type Picked = {
  /** Indices in the order in which they were taken. */
  readonly taken: readonly number[]
  /** Index of a duplicate, and of what it repeats. */
  readonly duplicates: readonly (readonly [duplicate: number, of: number])[]
}

// Cosine from which on two rows say the same.
const SAME_FROM = 0.92

/**
 * Takes `count` rows: the best first, then always the one that is least like all that were taken, quality
 * breaking near ties. Of rows that say the same the best stays.
 */
export const pickDiverse = (rows: readonly Pickable[], count: number): Picked => {
  const order = rows.map((_, at) => at).toSorted((a, b) => qualityAt(rows, b) - qualityAt(rows, a))
  const unique: number[] = []
  const duplicates: (readonly [number, number])[] = []
  for (const at of order) {
    const same = unique.find((other) => likeness(rows, at, other) >= SAME_FROM)
    if (same === undefined) unique.push(at)
    else duplicates.push([at, same])
  }
  const taken: number[] = []
  const left = new Set(unique)
  // The likeness to the nearest that was taken.
  const nearest = new Map(unique.map((at) => [at, -1]))
  for (let next = unique[0]; next !== undefined && taken.length < count; next = farthest()) {
    taken.push(next)
    left.delete(next)
    for (const at of left)
      nearest.set(at, Math.max(nearest.get(at) ?? -1, likeness(rows, at, next)))
  }
  return { taken, duplicates }

  function farthest(): number | undefined {
    let best: number | undefined
    // In the order of quality, so that the first of equals is the best.
    for (const at of left)
      if (best === undefined || (nearest.get(at) ?? 1) < (nearest.get(best) ?? 1) - 0.02) best = at
    return best
  }
}

/** Mean likeness of each row to its nearest other: lower is more diverse. NaN below two rows. */
export const meanNearest = (vectors: readonly Float32Array[]): number => {
  if (vectors.length < 2) return NaN
  const nearest = vectors.map((one, at) =>
    Math.max(...vectors.flatMap((other, i) => (i === at ? [] : dot(one, other)))),
  )
  return nearest.reduce((sum, one) => sum + one, 0) / nearest.length
}

const qualityAt = (rows: readonly Pickable[], at: number): number => rows[at]?.quality ?? 0

const likeness = (rows: readonly Pickable[], a: number, b: number): number => {
  const [one, other] = [rows[a], rows[b]]
  return one && other ? dot(one.vector, other.vector) : 0
}

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
