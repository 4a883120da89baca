import type { Table } from '@lancedb/lancedb'
import type { DocumentRow, IndexTables } from './index-tables.ts'
import { deleteRevisions, IndexWriter } from './index-writer.ts'
import { isAbandoned } from './revision.ts'
import { countWithoutCodes } from './vector-index.ts'

/** The writer of an index, after what a killed process left half done has been cleared away. */
export const openIndexWriter = async (tables: IndexTables): Promise<IndexWriter> => {
  const rows = await readRows(tables.documents)
  await deleteOrphans(tables.passages, rows)
  const count = await tables.passages.countRows()
  const terms = await tables.passages.indexStats('terms_idx')
  const withoutCodes = await countWithoutCodes(tables.passages, count)
  const unindexed = Math.max(terms?.numUnindexedRows ?? 0, withoutCodes)
  const writer = new IndexWriter(tables, rows, unindexed)
  writer.catchUpWhenIdle(count)
  return writer
}

const readRows = async (documents: Table): Promise<readonly DocumentRow[]> =>
  (await documents.query().toArray()).map((row: DocumentRow) => ({ ...row }))

const deleteOrphans = async (passages: Table, rows: readonly DocumentRow[]): Promise<void> => {
  const found = new Set<string>()
  for await (const batch of passages.query().select(['revision'])) {
    for (const revision of batch.getChild('revision') ?? []) found.add(String(revision))
  }
  for (const { revision } of rows) found.delete(revision)
  await deleteRevisions(
    passages,
    [...found].filter((revision) => isAbandoned(revision)),
  )
}
