import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { findByMeaning, findByWords } from '../../src/search/index/passage-queries.ts'
import { openTables } from '../../src/search/index/index-tables.ts'
import { openIndexWriter } from '../../src/search/index/index-writer.ts'
import type { Encoder } from '../../src/spec/encoder.ts'
import { percentile } from '../lib/percentile.ts'
import type { Row } from '../lib/row.ts'
import { synthesize, type Synthesis } from '../lib/synthetic-passages.ts'

const DOCUMENTS_A_COMMIT = 40
const QUERIES = 200
const WARMING = 50
const EXACT_QUERIES = 30
const FIRST = 5
const MiB = 1024 * 1024

type Query = ReturnType<Synthesis['query']>

/**
 * A large index of synthetic passages, written by the index's own writer: how fast it is built, how
 * large it is, how long a search takes, and what its nearest vectors miss. A second run finds the
 * index, so that its memory is that of searching alone.
 */
export const measureScale = async (options: {
  readonly encoder: Encoder
  readonly folder: string
  readonly scaleFolder: string
  readonly count: number
}): Promise<readonly Row[]> => {
  const { encoder, folder, scaleFolder, count } = options
  const synthesis = await synthesize(folder, encoder)
  const queries = Array.from({ length: QUERIES + WARMING }, () => synthesis.query())
  const built = await build(scaleFolder, encoder, synthesis, count)
  const before = process.memoryUsage().rss
  const vectors = new Map(queries.map(({ text, vector }) => [text, vector]))
  const bare: Encoder = {
    ...encoder,
    embed: (texts) => Promise.resolve(texts.flatMap((text) => vectors.get(text) ?? [])),
  }
  const searching = await measureSearches('search without the encoder', scaleFolder, bare, queries)
  const rss = process.memoryUsage().rss
  const whole = await measureSearches('search with the encoder', scaleFolder, encoder, queries)
  return [
    ...built,
    { name: 'on disk', value: (await sizeOf(scaleFolder)) / MiB, unit: 'MiB' },
    ...searching,
    ...whole,
    ...(await measureParts(scaleFolder, encoder, queries)),
    { name: 'memory before searching', value: before / MiB, unit: 'MiB' },
    { name: 'memory after searching', value: rss / MiB, unit: 'MiB' },
  ]
}

const build = async (
  folder: string,
  encoder: Encoder,
  synthesis: Synthesis,
  count: number,
): Promise<readonly Row[]> => {
  const tables = await openTables(folder, encoder)
  const there = await tables.passages.countRows()
  if (there >= count) {
    tables.close()
    return []
  }
  const writer = await openIndexWriter(tables)
  const began = performance.now()
  const cpu = process.cpuUsage()
  let generating = 0
  let written = 0
  for (let at = writer.rows.size; there + written < count;) {
    const start = performance.now()
    const drawn = Array.from({ length: DOCUMENTS_A_COMMIT }, () => {
      at += 1
      return synthesis.document(at.toString(16).padStart(8, '0'))
    })
    generating += performance.now() - start
    const passages = drawn.flatMap((one) => one.passages)
    await writer.commit(
      drawn.map(({ row }) => row),
      passages,
    )
    written += passages.length
    if (written % 50_000 === 0) console.error(`${there + written} passages`)
  }
  await writer.optimize()
  const seconds = (performance.now() - began - generating) / 1000
  const { user, system } = process.cpuUsage(cpu)
  tables.close()
  return [
    { name: `writing and indexing ${written} passages`, value: written / seconds, unit: '/s' },
    {
      name: 'processor time for that, generating included',
      value: (user + system) / 1e6,
      unit: 's',
    },
    { name: 'most memory so far', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB' },
  ]
}

const measureSearches = async (
  name: string,
  folder: string,
  encoder: Encoder,
  queries: readonly Query[],
): Promise<readonly Row[]> => {
  const index = await openDocumentIndex({ dataDir: folder, encoder })
  for (const { text } of queries.slice(QUERIES)) await index.search(text, FIRST)
  const cpu = process.cpuUsage()
  const times = await timeEach(queries, ({ text }) => index.search(text, FIRST))
  const { user, system } = process.cpuUsage(cpu)
  await index.close()
  return [
    { name: `${name}, median of ${QUERIES}`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `${name}, p95`, value: percentile(times, 0.95), unit: 'ms' },
    {
      name: `${name}, processor time of one`,
      value: (user + system) / 1000 / QUERIES,
      unit: 'ms',
    },
  ]
}

/** Each half of a search by itself, and how many of the exactly nearest five vectors are found. */
const measureParts = async (
  folder: string,
  encoder: Encoder,
  queries: readonly Query[],
): Promise<readonly Row[]> => {
  const tables = await openTables(folder, encoder)
  const { passages } = tables
  const words = await timeEach(queries, ({ text }) => findByWords(passages, text, { limit: 48 }))
  const meaning = await timeEach(queries, ({ vector }) =>
    findByMeaning(passages, vector, { limit: 48 }),
  )
  let found = 0
  for (const { vector } of queries.slice(0, EXACT_QUERIES)) {
    const near = await findByMeaning(passages, vector, { limit: 48 })
    const rows = new Set(near.map(({ row }) => row))
    const exact = await passages
      .query()
      .nearestTo(vector)
      .distanceType('dot')
      .bypassVectorIndex()
      .select(['_distance'])
      .withRowId()
      .limit(FIRST)
      .toArray()
    for (const row of exact) if (rows.has(BigInt(String(row._rowid)))) found += 1
  }
  tables.close()
  return [
    { name: 'words alone, median', value: percentile(words, 0.5), unit: 'ms' },
    { name: 'words alone, p95', value: percentile(words, 0.95), unit: 'ms' },
    { name: 'meaning alone, median', value: percentile(meaning, 0.5), unit: 'ms' },
    { name: 'meaning alone, p95', value: percentile(meaning, 0.95), unit: 'ms' },
    {
      name: `share of the ${FIRST} nearest vectors found, n = ${EXACT_QUERIES}`,
      value: found / (EXACT_QUERIES * FIRST),
      unit: '',
    },
  ]
}

const timeEach = async (
  queries: readonly Query[],
  run: (query: Query) => Promise<unknown>,
): Promise<readonly number[]> => {
  const times: number[] = []
  for (const query of queries.slice(0, QUERIES)) {
    const start = performance.now()
    await run(query)
    times.push(performance.now() - start)
  }
  return times
}

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? await sizeOf(path) : (await stat(path)).size
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
