import { Index, type Table } from '@lancedb/lancedb'

// Fewer are compared one by one in some milliseconds, and exactly.
const MOST_SCANNED = 20_000
// Partitions that a query looks into, of about the square root of all passages. Of real passages, 6 % of
// the partitions lose 0.0025 of recall@5.
export const PROBES = 48
// Rows that join later get worse codes: of a million passages, 54 % of which had joined, 0.77 of the five
// nearest were found, and all of them once the codes were made anew (55 s of processor time).
const GROWTH = 1.1
const NAME = /^vector_(\d+)$/u

/**
 * Gives a large table an index of its vectors: codes of one bit a dimension (RaBitQ) in partitions.
 * Rows added later join it when the table is optimised; it is made anew when the table has grown.
 */
export const ensureVectorIndex = async (passages: Table): Promise<void> => {
  const rows = await passages.countRows()
  if (rows < MOST_SCANNED) return
  const indices = await passages.listIndices()
  const old = indices.filter(({ columns }) => columns.includes('vector')).map(({ name }) => name)
  if (old.some((name) => rows < GROWTH * Number(NAME.exec(name)?.[1] ?? 0))) return
  const config = Index.ivfRq({
    distanceType: 'dot',
    numPartitions: Math.round(Math.sqrt(rows)),
    // 50 and 256, LanceDB's own, take 2.5 times the time and find no more.
    maxIterations: 20,
    sampleRate: 64,
  })
  await passages.createIndex('vector', { config, name: `vector_${rows}` })
  for (const name of old) await passages.dropIndex(name)
}
