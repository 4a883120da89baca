import type { Encoder } from '../../spec/encoder.ts'
import type { DocumentFilter } from '../../spec/search.ts'
import type { SearchHit } from './document.ts'
import { matches } from './document-rows.ts'
import type { IndexTables } from './index-tables.ts'
import type { IndexWriter } from './index-writer.ts'
import { publicUrl } from './public-names.ts'
import { hybridSearch } from './hybrid-search.ts'

export type SearchParts = {
  readonly encoder: Encoder
  readonly tables: IndexTables
  readonly writer: IndexWriter
}

// So many ids are named to the table; where more documents pass, the others are dropped afterwards.
const MOST_NAMED = 1_000
const WIDE_POOL = 400

/** The best passages of documents that pass the filter, with the address that callers may see. */
export const searchIndex = async (
  { encoder, tables, writer }: SearchParts,
  query: string,
  { k, signal, filter }: SearchOptions,
): Promise<readonly SearchHit[]> => {
  const { rows } = writer
  const passing = filter && [...rows.values()].filter((row) => matches(row, filter))
  if (passing?.length === 0) return []
  const few = passing && passing.length <= MOST_NAMED ? passing : undefined
  const where = few && `documentId IN (${few.map(({ id }) => `'${id}'`).join(',')})`
  const isLive = (passage: { documentId: string; revision: string }): boolean => {
    const row = rows.get(passage.documentId)
    return row?.revision === passage.revision && (filter === undefined || matches(row, filter))
  }
  const pool = passing && !few ? WIDE_POOL : undefined
  const onlyIndexedWords = !writer.wordsAreIndexed
  const refine = writer.isBehind
  const request = { query, k, isLive, where, pool, onlyIndexedWords, refine, signal }
  const found = await hybridSearch(tables.passages, encoder, request)
  return found.flatMap((one) => {
    const row = rows.get(one.documentId)
    if (!row) return []
    const { documentId, title, text, start, end, score, similarity } = one
    const { pageHash, published } = row
    const url = publicUrl(row)
    const others = one.alsoIn.flatMap((id) => {
      const other = rows.get(id)
      return other ? [publicUrl(other)] : []
    })
    const alsoAt = [...new Set(others)].filter((other) => other !== '' && other !== url)
    const passage = { title, text, start, end, score, similarity }
    return [{ documentId, url, pageHash, published, alsoAt, ...passage }]
  })
}

type SearchOptions = {
  readonly k: number
  readonly signal: AbortSignal | undefined
  readonly filter: DocumentFilter | undefined
}
