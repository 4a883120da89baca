import { Index, type Table } from '@lancedb/lancedb'

// Fewer are compared one by one in some milliseconds, and exactly.
const MOST_SCANNED = 20_000
// Partitions that a query looks into, of about the square root of all passages. Of real passages, 6 % of
// the partitions lose 0.0025 of recall@5.
export const PROBES = 48
// Codes made at 578,000 of a million passages, which the others joined, find all of the five nearest.
const GROWTH = 2
const NAME = /^codes_(\d+)$/u
// Of LanceDB 0.30, which gave codes to other rows when it moved them.
const MIXED_UP = /^vector_\d+$/u

/**
 * Gives a large table an index of its vectors: codes of one bit a dimension (RaBitQ) in partitions.
 * Rows added later join it when the table is optimised; it is made anew when the table has grown.
 */
export const ensureVectorIndex = async (passages: Table): Promise<void> => {
  const rows = await passages.countRows()
  if (rows < MOST_SCANNED) return
  const old = await namesOf(passages)
  if (old.some((name) => rows < GROWTH * Number(NAME.exec(name)?.[1] ?? 0))) return
  const config = Index.ivfRq({
    distanceType: 'dot',
    numPartitions: Math.round(Math.sqrt(rows)),
    // 50 and 256, LanceDB's own, take 2.5 times the time and find no more.
    maxIterations: 20,
    sampleRate: 64,
  })
  await passages.createIndex('vector', { config, name: `codes_${rows}` })
  for (const name of old) await passages.dropIndex(name)
}

/** Drops codes that can't be trusted; all vectors are compared until others are made. */
export const dropMixedUpCodes = async (passages: Table): Promise<void> => {
  for (const name of await namesOf(passages))
    if (MIXED_UP.test(name)) await passages.dropIndex(name)
}

/** How many of a table's rows have no codes though it is large. */
export const countWithoutCodes = async (passages: Table, rows: number): Promise<number> => {
  const [name] = await namesOf(passages)
  if (name === undefined) return rows < MOST_SCANNED ? 0 : rows
  return (await passages.indexStats(name))?.numUnindexedRows ?? rows
}

const namesOf = async (passages: Table): Promise<readonly string[]> =>
  (await passages.listIndices())
    .filter(({ columns }) => columns.includes('vector'))
    .map(({ name }) => name)
