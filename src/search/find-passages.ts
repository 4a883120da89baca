import type { Table } from '@lancedb/lancedb'
import type { Span } from '../spec/span.ts'
import { queryTerms } from './index-terms.ts'
import type { RankCandidate } from './rank-passages.ts'
import { PROBES, REFINE } from './vector-index.ts'

export type FoundPassage = Span &
  RankCandidate & {
    readonly documentId: string
    readonly revision: string
    readonly title: string
    readonly text: string
  }

export type FindPassagesOptions = {
  readonly limit: number
  /** SQL over the table's columns. */
  readonly where?: string | undefined
}

export type FindByWordsOptions = FindPassagesOptions & {
  /** Passes over what no index holds yet, which would have to be scanned. */
  readonly onlyIndexed?: boolean
}

const COLUMNS = ['documentId', 'revision', 'start', 'end', 'title', 'text', 'vector']

/** The passages whose words tell most of the query's, by BM25, the best first. */
export const findByWords = async (
  passages: Table,
  query: string,
  { limit, where, onlyIndexed = false }: FindByWordsOptions,
): Promise<readonly FoundPassage[]> => {
  const terms = queryTerms(query)
  if (terms === '') return []
  const all = passages.query().fullTextSearch(terms, { columns: ['terms'] })
  const search = onlyIndexed ? all.fastSearch() : all
  const narrowed = where === undefined ? search : search.where(where)
  return toPassages(
    await narrowed
      .select([...COLUMNS, '_score'])
      .limit(limit)
      .toArray(),
  )
}

/** The passages nearest to the query's vector, the nearest first. */
export const findByMeaning = async (
  passages: Table,
  vector: Float32Array,
  { limit, where }: FindPassagesOptions,
): Promise<readonly FoundPassage[]> => {
  const nearest = passages.query().nearestTo(vector).distanceType('dot')
  const search = nearest.nprobes(PROBES).refineFactor(REFINE)
  const narrowed = where === undefined ? search : search.where(where)
  return toPassages(
    await narrowed
      .select([...COLUMNS, '_distance'])
      .limit(limit)
      .toArray(),
  )
}

const toPassages = (rows: readonly Record<string, unknown>[]): readonly FoundPassage[] =>
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
