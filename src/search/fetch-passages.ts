import type { Table } from '@lancedb/lancedb'
import type { Span } from '../spec/span.ts'

export type StoredPassage = Span & {
  readonly documentId: string
  readonly revision: string
  readonly title: string
  readonly text: string
  readonly vector: Float32Array
}

const COLUMNS = ['documentId', 'revision', 'start', 'end', 'title', 'text', 'vector']

/** What stands in these rows, by row; one that was deleted or moved since is missing. */
export const fetchPassages = async (
  passages: Table,
  rows: readonly bigint[],
): Promise<ReadonlyMap<bigint, StoredPassage>> => {
  if (rows.length === 0) return new Map()
  const stored: Record<string, unknown>[] = await passages
    .takeRowIds(rows)
    .select(COLUMNS)
    .withRowId()
    .toArray()
  return new Map(
    stored.map((one) => [
      BigInt(String(one['_rowid'])),
      {
        documentId: String(one['documentId']),
        revision: String(one['revision']),
        start: Number(one['start']),
        end: Number(one['end']),
        title: String(one['title']),
        text: String(one['text']),
        vector: (one['vector'] as { toArray(): Float32Array }).toArray(),
      },
    ]),
  )
}
