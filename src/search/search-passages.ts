import type { Table } from '@lancedb/lancedb'
import type { Encoder } from '../spec/encoder.ts'
import { throwIfAborted } from '../spec/errors.ts'
import { findByMeaning, findByWords, type FoundPassage } from './find-passages.ts'
import { foldDuplicates } from './near-duplicates.ts'
import { rankPassages } from './rank-passages.ts'

export type RankedPassage = Omit<FoundPassage, 'key' | 'bm25' | 'vector'> & {
  readonly score: number
  /** The encoder's cosine of passage and query. */
  readonly similarity: number
  /** Other documents with the same passage. */
  readonly alsoIn: readonly string[]
}

// How many each of the two searches brings in.
const POOL = 48

/**
 * Hybrid search: BM25 over terms and nearest vectors, ranked together, near-duplicates folded.
 * `isLive` tells the passages that count, `where` narrows the search to documents.
 */
export const searchPassages = async (
  passages: Table,
  encoder: Encoder,
  request: {
    readonly query: string
    readonly k: number
    readonly isLive: (passage: { documentId: string; revision: string }) => boolean
    readonly where?: string | undefined
    /** How many each of the two searches brings in; more where `isLive` drops most. */
    readonly pool?: number | undefined
    /** Whether passages that the index of words does not hold yet are left to the search by meaning. */
    readonly onlyIndexedWords?: boolean
    readonly signal?: AbortSignal | undefined
  },
): Promise<readonly RankedPassage[]> => {
  const { query, k, isLive, where, pool = POOL, onlyIndexedWords = false, signal } = request
  const limit = Math.max(pool, 2 * k)
  throwIfAborted(signal)
  const [vector, byWords] = await Promise.all([
    embedQuery(encoder, query, signal),
    findByWords(passages, query, { limit, where, onlyIndexed: onlyIndexedWords }),
  ])
  throwIfAborted(signal)
  const byMeaning = await findByMeaning(passages, vector, { limit, where })
  throwIfAborted(signal)
  const live = [...byWords, ...byMeaning].filter(isLive)
  const ranked = rankPassages(live, vector).map(({ candidate, score, similarity }) => {
    const { key: _, bm25: __, vector: ___, ...passage } = candidate
    return { ...passage, score, similarity }
  })
  return foldDuplicates(ranked, k).map(({ item, copies }) => ({
    ...item,
    alsoIn: copies.map(({ documentId }) => documentId),
  }))
}

const embedQuery = async (
  encoder: Encoder,
  query: string,
  signal: AbortSignal | undefined,
): Promise<Float32Array> => {
  const [vector] = await encoder.embed([query], signal)
  if (!vector) throw new Error('the encoder answered no vector for the query: this is a bug')
  return vector
}
