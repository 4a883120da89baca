/** A row that the search by words found. */
export type WordMatch = { readonly row: bigint; readonly bm25: number }

/** A row that the search by meaning found, and the cosine of its vector and the query's. */
export type MeaningMatch = { readonly row: bigint; readonly similarity: number }

export type Ranked = {
  readonly row: bigint
  readonly score: number
  /** The score, once its cosine is known. */
  readonly scoreWith: (similarity: number) => number
}

const SIMILARITY_SHARE = 0.67

/**
 * The rows of both searches, the best first, each once. The score in 0..1 adds up the similarity, as a
 * share of the greatest, and the BM25 score, scaled to the range that this search has seen. What words
 * alone found is no nearer than what meaning found last: it counts as near as that.
 */
export const rankPassages = (
  byWords: readonly WordMatch[],
  byMeaning: readonly MeaningMatch[],
): readonly Ranked[] => {
  const similarities = new Map(byMeaning.map(({ row, similarity }) => [row, similarity]))
  const scores = new Map(byWords.map(({ row, bm25 }) => [row, bm25]))
  const [least, greatest] = rangeOf([...similarities.values()])
  const [worst, best] = rangeOf([...scores.values()])
  return [...new Set([...scores.keys(), ...similarities.keys()])]
    .map((row) => {
      const bm25 = scores.get(row)
      const words = bm25 === undefined ? 0 : best === worst ? 1 : (bm25 - worst) / (best - worst)
      const scoreWith = (similarity: number): number => {
        const near = greatest > 0 ? Math.min(1, Math.max(0, similarity / greatest)) : 0
        return SIMILARITY_SHARE * near + (1 - SIMILARITY_SHARE) * words
      }
      return { row, score: scoreWith(similarities.get(row) ?? least), scoreWith }
    })
    .sort((a, b) => b.score - a.score)
}

const rangeOf = (values: readonly number[]): readonly [number, number] =>
  values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)]
