// Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion" (2009), take 60.
const RANK_CONSTANT = 60

/**
 * Reciprocal rank fusion: lists of keys, best first, become one. A key's score is the sum of
 * weight / (60 + rank) over the lists that hold it; it lies in 0..sum(weights) / 61.
 */
export const fuseRanks = (
  lists: readonly { readonly keys: readonly string[]; readonly weight?: number }[],
): readonly { readonly key: string; readonly score: number }[] => {
  const scores = new Map<string, number>()
  for (const { keys, weight = 1 } of lists) {
    ;[...new Set(keys)].forEach((key, rank) => {
      scores.set(key, (scores.get(key) ?? 0) + weight / (RANK_CONSTANT + rank + 1))
    })
  }
  return [...scores].map(([key, score]) => ({ key, score })).sort((a, b) => b.score - a.score)
}
