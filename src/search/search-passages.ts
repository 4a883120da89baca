import type { Table } from '@lancedb/lancedb'
import type { Encoder } from '../spec/encoder.ts'
import { throwIfAborted } from '../spec/errors.ts'
import type { Span } from '../spec/span.ts'
import { queryTerms } from './index-terms.ts'
import { foldDuplicates } from './near-duplicates.ts'
import { PROBES } from './vector-index.ts'
import { rankPassages, type RankCandidate, type Ranked } from './rank-passages.ts'

export type FoundPassage = Span & {
  readonly documentId: string
  readonly revision: string
  readonly title: string
  readonly text: string
  readonly score: number
  readonly similarity: number
}

type Candidate = Omit<FoundPassage, 'score' | 'similarity'> & RankCandidate

// How many each of the two searches brings in.
const POOL = 48
const COLUMNS = ['documentId', 'revision', 'start', 'end', 'title', 'text', 'vector']
/**
 * Hybrid search: BM25 over terms and nearest vectors, ranked together, near-duplicates folded.
 * `isLive` tells the passages that count.
 */
export const searchPassages = async (
  passages: Table,
  encoder: Encoder,
  request: {
    readonly query: string
    readonly k: number
    readonly isLive: (passage: { documentId: string; revision: string }) => boolean
    readonly signal?: AbortSignal | undefined
  },
): Promise<readonly FoundPassage[]> => {
  const { query, k, isLive, signal } = request
  const pool = Math.max(POOL, 2 * k)
  throwIfAborted(signal)
  const [vector, keyword] = await Promise.all([
    embedQuery(encoder, query, signal),
    searchKeywords(passages, query, pool),
  ])
  throwIfAborted(signal)
  const nearest = await searchVectors(passages, vector, pool)
  throwIfAborted(signal)
  const live = [...keyword, ...nearest].filter(isLive)
  const ranked = rankPassages(live, vector).map(toFound)
  return foldDuplicates(ranked, k)
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

const searchKeywords = async (
  passages: Table,
  query: string,
  limit: number,
): Promise<readonly Candidate[]> => {
  const terms = queryTerms(query)
  if (terms === '') return []
  const search = passages.query().fullTextSearch(terms, { columns: ['terms'] })
  return toCandidates(
    await search
      .select([...COLUMNS, '_score'])
      .limit(limit)
      .toArray(),
  )
}

const searchVectors = async (
  passages: Table,
  vector: Float32Array,
  limit: number,
): Promise<readonly Candidate[]> => {
  const search = passages.query().nearestTo(vector).distanceType('dot').nprobes(PROBES)
  return toCandidates(
    await search
      .select([...COLUMNS, '_distance'])
      .limit(limit)
      .toArray(),
  )
}

const toCandidates = (rows: readonly Record<string, unknown>[]): readonly Candidate[] =>
  rows.map((row) => {
    const { revision, start } = row
    return {
      key: `${String(revision)}:${String(start)}`,
      documentId: String(row['documentId']),
      revision: String(revision),
      start: Number(start),
      end: Number(row['end']),
      title: String(row['title']),
      text: String(row['text']),
      bm25: row['_score'] === undefined ? undefined : Number(row['_score']),
      vector: (row['vector'] as { toArray(): Float32Array }).toArray(),
    }
  })

const toFound = ({ candidate, score, similarity }: Ranked<Candidate>): FoundPassage => {
  const { documentId, revision, start, end, title, text } = candidate
  return { documentId, revision, start, end, title, text, score, similarity }
}
