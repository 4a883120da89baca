import { similarity } from './similarity.ts'

/** What a search brought in: its vector, and its BM25 score where the keyword search found it. */
export type RankCandidate = {
  readonly key: string
  readonly vector: Float32Array
  readonly bm25: number | undefined
}

export type Ranked<Candidate> = {
  readonly candidate: Candidate
  readonly score: number
  /** The cosine of its vector and the query's. */
  readonly similarity: number
}

// Measured on 495 questions over 2,430 paragraphs and 40 over the manuals of two packages: recall@5
// is 0.954, against 0.935 for reciprocal rank fusion, 0.909 for vectors and 0.903 for words alone.
const SIMILARITY_SHARE = 0.67

/**
 * Candidates of both searches, the best first, each once. The score in 0..1 adds up the encoder's
 * similarity to the query and the BM25 score, each scaled to the range that this search has seen.
 */
export const rankPassages = <Candidate extends RankCandidate>(
  candidates: readonly Candidate[],
  query: Float32Array,
): readonly Ranked<Candidate>[] => {
  const byKey = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const known = byKey.get(candidate.key)
    if (known?.bm25 === undefined) byKey.set(candidate.key, candidate)
  }
  const unique = [...byKey.values()]
  const similarities = unique.map(({ vector }) => similarity(vector, query))
  const scaleSimilarity = scaleTo(similarities)
  const scaleBm25 = scaleTo(unique.flatMap(({ bm25 }) => bm25 ?? []))
  return unique
    .map((candidate, at) => {
      const own = similarities[at] ?? 0
      const words = candidate.bm25 === undefined ? 0 : scaleBm25(candidate.bm25)
      const score = SIMILARITY_SHARE * scaleSimilarity(own) + (1 - SIMILARITY_SHARE) * words
      return { candidate, score, similarity: own }
    })
    .sort((a, b) => b.score - a.score)
}

/** The least of the values becomes 0, the greatest 1; all become 1 where they are the same. */
const scaleTo = (values: readonly number[]): ((value: number) => number) => {
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  return (value) => (greatest === least ? 1 : (value - least) / (greatest - least))
}
