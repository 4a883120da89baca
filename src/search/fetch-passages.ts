import type { Table } from '@lancedb/lancedb'
import { toPassage, type Passage } from './passage-row.ts'

export type StoredPassage = Passage & { readonly vector: Float32Array }

/** What stands in these rows, by row; one that was deleted or moved since is missing. */
export const fetchPassages = async (
  passages: Table,
  rows: readonly bigint[],
): Promise<ReadonlyMap<bigint, StoredPassage>> => {
  if (rows.length === 0) return new Map()
  const stored: Record<string, unknown>[] = await passages
    .takeRowIds(rows)
    .select(['passage', 'vector'])
    .withRowId()
    .toArray()
  return new Map(
    stored.map((one) => [
      BigInt(String(one['_rowid'])),
      {
        ...toPassage(String(one['passage'])),
        vector: (one['vector'] as { toArray(): Float32Array }).toArray(),
      },
    ]),
  )
}
