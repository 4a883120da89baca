import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDocumentIndex } from '../src/search/document-index.ts'
import { openTables, type DocumentRow, type PassageRow } from '../src/search/index-tables.ts'
import { indexTerms } from '../src/search/index-terms.ts'
import { newRevision } from '../src/search/revision.ts'
import type { Encoder } from '../src/spec/encoder.ts'
import { DEMO_QUESTIONS } from './demo-questions.ts'
import { percentile } from './percentile.ts'
import type { Row } from './row.ts'

const BATCH = 5_000
const PASSAGES_A_DOCUMENT = 100
const WORDS = 70
const NOISE = 0.35
const SEARCHES = 10
const MiB = 1024 * 1024

type Seed = { readonly words: readonly string[]; readonly vector: Float32Array }

/**
 * A large index of synthetic passages: words of the real ones in `folder`, drawn at random, and their
 * vectors with noise. How fast it is built, how large it is, and how long a search of it takes.
 */
export const measureScale = async (options: {
  readonly encoder: Encoder
  readonly folder: string
  readonly scaleFolder: string
  readonly count: number
}): Promise<readonly Row[]> => {
  const { encoder, folder, scaleFolder, count } = options
  const seeds = await readSeeds(folder, encoder)
  const building = performance.now()
  await write(scaleFolder, encoder, seeds, count)
  const written = performance.now()
  const index = await openDocumentIndex({ dataDir: scaleFolder, encoder })
  await index.optimize()
  const indexed = performance.now()
  const before = process.memoryUsage().rss
  const [times, searching]: [number[], number[]] = [[], []]
  const vectors = new Map<string, readonly Float32Array[]>()
  for (let round = 0; round <= SEARCHES; round += 1) {
    for (const { text } of DEMO_QUESTIONS) {
      const start = performance.now()
      await index.search(text, 5)
      const end = performance.now()
      if (round === 0) vectors.set(text, await encoder.embed([text]))
      else times.push(end - start)
    }
  }
  await index.close()
  const known: Encoder = {
    ...encoder,
    embed: (texts) => Promise.resolve(texts.flatMap((text) => vectors.get(text) ?? [])),
  }
  const bare = await openDocumentIndex({ dataDir: scaleFolder, encoder: known })
  for (let round = 0; round <= SEARCHES; round += 1) {
    for (const { text } of DEMO_QUESTIONS) {
      const start = performance.now()
      await bare.search(text, 5)
      if (round > 0) searching.push(performance.now() - start)
    }
  }
  await bare.close()
  const rss = process.memoryUsage().rss
  return [
    {
      name: `writing ${count} passages, with their index of words`,
      value: count / seconds(building, written),
      unit: '/s',
    },
    { name: 'building the index of vectors', value: seconds(written, indexed), unit: 's' },
    { name: 'on disk', value: (await sizeOf(scaleFolder)) / MiB, unit: 'MiB' },
    { name: 'a search, the encoder included, median', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'a search, the encoder included, p95', value: percentile(times, 0.95), unit: 'ms' },
    { name: 'a search without the encoder, median', value: percentile(searching, 0.5), unit: 'ms' },
    { name: 'a search without the encoder, p95', value: percentile(searching, 0.95), unit: 'ms' },
    { name: 'memory before searching', value: before / MiB, unit: 'MiB' },
    { name: 'memory after searching', value: rss / MiB, unit: 'MiB' },
  ]
}

const seconds = (from: number, to: number): number => (to - from) / 1000

const readSeeds = async (folder: string, encoder: Encoder): Promise<readonly Seed[]> => {
  const tables = await openTables(folder, encoder)
  const rows: Record<string, unknown>[] = await tables.passages
    .query()
    .select(['text', 'vector'])
    .toArray()
  tables.close()
  if (rows.length === 0) throw new Error('the index holds no passages to start from')
  return rows.map((row) => ({
    words: String(row['text']).split(/\s+/u),
    vector: (row['vector'] as { toArray(): Float32Array }).toArray(),
  }))
}

const write = async (
  folder: string,
  encoder: Encoder,
  seeds: readonly Seed[],
  count: number,
): Promise<void> => {
  const tables = await openTables(folder, encoder)
  const random = randomFrom(7)
  for (let at = await tables.passages.countRows(); at < count; at += BATCH) {
    const revision = newRevision()
    const passages = Array.from({ length: Math.min(BATCH, count - at) }, (_, one) =>
      passageOf(seeds, random, `${at}-${Math.floor(one / PASSAGES_A_DOCUMENT)}`, revision, one),
    )
    const ids = [...new Set(passages.map(({ documentId }) => documentId))]
    await tables.passages.add(passages.map((row) => ({ ...row })))
    await tables.documents.add(ids.map((id) => ({ ...documentOf(id, revision) })))
    // As the index does by itself: much at once has been seen to wait for ever on two cores.
    await tables.passages.optimize()
  }
  tables.close()
}

const passageOf = (
  seeds: readonly Seed[],
  random: () => number,
  documentId: string,
  revision: string,
  at: number,
): PassageRow => {
  const pick = (): Seed =>
    seeds[Math.floor(random() * seeds.length)] ?? { words: [], vector: new Float32Array() }
  const near = pick()
  const words = Array.from({ length: WORDS }, (_, one) => {
    const from = one % 3 === 0 ? pick().words : near.words
    return from[Math.floor(random() * from.length)] ?? ''
  })
  const text = words.join(' ')
  const noisy = near.vector.map((value) => value + (NOISE * (random() - 0.5)) / 8)
  const length = Math.hypot(...noisy)
  const vector = noisy.map((value) => value / length)
  const start = at * 500
  const terms = indexTerms(text)
  const span = { start, end: start + text.length }
  return { documentId, revision, ...span, title: documentId, text, terms, vector }
}

const documentOf = (id: string, revision: string): DocumentRow => ({
  id,
  collection: 'default',
  name: id,
  url: '',
  title: id,
  mediaType: 'text/plain',
  contentHash: id,
  pageHash: id,
  addedAt: new Date(0).toISOString(),
  tags: '',
  published: '',
  passages: PASSAGES_A_DOCUMENT,
  fingerprint: id,
  revision,
})

/** The same numbers in 0..1 every time (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? await sizeOf(path) : (await stat(path)).size
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
