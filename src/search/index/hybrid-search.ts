import pRetry from 'p-retry'
import type { Table } from '@lancedb/lancedb'
import type { Encoder } from '../../spec/encoder.ts'
import { throwIfAborted } from '../../spec/errors.ts'
import { foldDuplicates, similarity } from '../ranking/likeness.ts'
import { fetchPassages, findByMeaning, findByWords, type StoredPassage } from './passage-queries.ts'
import { type Ranked, rankPassages } from './rank-passages.ts'

export type RankedPassage = Omit<StoredPassage, 'vector'> & {
  readonly score: number
  /** The encoder's cosine of passage and query. */
  readonly similarity: number
  /** Other documents with the same passage. */
  readonly alsoIn: readonly string[]
}

type Request = {
  readonly query: string
  readonly k: number
  readonly isLive: (passage: { documentId: string; revision: string }) => boolean
  readonly where?: string | undefined
  /** How many each of the two searches brings in; more where `isLive` drops most. */
  readonly pool?: number | undefined
  /** Whether passages that the index of words does not hold yet are left to the search by meaning. */
  readonly onlyIndexedWords?: boolean
  /** Whether some passages have no codes yet, so that codes and vectors would be compared. */
  readonly refine?: boolean
  readonly signal?: AbortSignal | undefined
}

// How many each of the two searches brings in, and how many of them are read at first.
const POOL = 48
const READ = 16
// Of a search that met files of a version just removed, and may meet the next removal.
const TRIES_AGAIN = 3

/**
 * Hybrid search: BM25 over terms and nearest vectors, ranked together by row, then the best rows read
 * and near-duplicates folded. `isLive` tells the passages that count, `where` narrows the search.
 */
export const hybridSearch = async (
  passages: Table,
  encoder: Encoder,
  request: Request,
): Promise<readonly RankedPassage[]> => {
  const { query, k, where, pool = POOL, onlyIndexedWords = false, refine, signal } = request
  const limit = Math.max(pool, 2 * k)
  throwIfAborted(signal)
  const embedding = embedQuery(encoder, query, signal)
  const findNearest = async () => {
    const vector = await embedding
    throwIfAborted(signal)
    return { vector, byMeaning: await findByMeaning(passages, vector, { limit, where, refine }) }
  }
  const find = async () => {
    const [byWords, { vector, byMeaning }] = await Promise.all([
      findByWords(passages, query, { limit, where, onlyIndexed: onlyIndexedWords }),
      findNearest(),
    ])
    throwIfAborted(signal)
    return readBest(passages, rankPassages(byWords, byMeaning), vector, request)
  }
  const tryFind = () =>
    pRetry(find, {
      retries: TRIES_AGAIN,
      minTimeout: 0,
      shouldRetry: ({ error }) => isOfRemovedVersion(error),
    })
  const found = await tryFind()
  // Rows move when the index is brought up to date: those that did so just now are asked for again.
  return (found.missing ? await tryFind() : found).passages
}

/** Whether LanceDB looked for a file of a version that was removed while it was being read; it words it in two ways. */
const isOfRemovedVersion = (error: Error): boolean => /\bnot found: /iu.test(error.message)

/** Reads the ranked rows, the best first, until `k` passages that differ are there. */
const readBest = async (
  passages: Table,
  ranked: readonly Ranked[],
  vector: Float32Array,
  { k, isLive, signal }: Request,
): Promise<{ passages: readonly RankedPassage[]; missing: boolean }> => {
  const read: Omit<RankedPassage, 'alsoIn'>[] = []
  let missing = false
  for (let [at, size] = [0, Math.max(READ, 2 * k)]; ; [at, size] = [at + size, 2 * size]) {
    const part = ranked.slice(at, at + size)
    const stored = await fetchPassages(
      passages,
      part.map(({ row }) => row),
    )
    throwIfAborted(signal)
    missing ||= stored.size < part.length
    const live = part.flatMap(({ row, scoreWith }) => {
      const one = stored.get(row)
      if (!one || !isLive(one)) return []
      const { vector: own, ...passage } = one
      const cosine = similarity(own, vector)
      return [{ ...passage, score: scoreWith(cosine), similarity: cosine }]
    })
    read.push(...live.sort((a, b) => b.score - a.score))
    const folded = foldDuplicates(read, k)
    if (folded.length < k && at + size < ranked.length) continue
    const found = folded.map(({ item, copies }) => ({
      ...item,
      alsoIn: copies.map(({ documentId }) => documentId),
    }))
    return { passages: found, missing }
  }
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
