import { type DocumentRow, newRevision, openTables } from '../../src/search/index/index-tables.ts'
import { type PassageRow, toPassage } from '../../src/search/index/passage-row.ts'
import { indexTerms } from '../../src/search/ranking/terms.ts'
import type { Encoder } from '../../src/spec/encoder.ts'

const WORDS = 70
const QUERY_WORDS = 6
const PASSAGES_A_DOCUMENT = 50
const NOISE = 0.05

type Seed = { readonly words: readonly string[]; readonly vector: Float32Array }

/** Draws passages from real ones: the same every time. */
export type Synthesis = {
  /** A document of 50 passages, each of the words of two real ones and a vector between theirs. */
  readonly document: (id: string) => { row: DocumentRow; passages: readonly PassageRow[] }
  /** A few words of a real passage, and a vector near to its own. */
  readonly query: () => { text: string; vector: Float32Array }
}

/** From the passages of the index in `folder`. */
export const synthesize = async (folder: string, encoder: Encoder): Promise<Synthesis> => {
  const seeds = await readSeeds(folder, encoder)
  const random = randomFrom(7)
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)]
    if (item === undefined) throw new Error('nothing to draw from')
    return item
  }
  const known = new Map<string, string>()
  const termsOf = (word: string): string => {
    const terms = known.get(word) ?? indexTerms(word)
    known.set(word, terms)
    return terms
  }
  const passage = (documentId: string, revision: string, at: number): PassageRow => {
    const [near, far] = [pick(seeds), pick(seeds)]
    const words = Array.from({ length: WORDS }, (_, one) => pick((one % 3 ? near : far).words))
    const text = words.join(' ')
    const vector = between(near.vector, far.vector, 0.2 + 0.6 * random(), random)
    const span = { start: at * 500, end: at * 500 + text.length }
    const terms = words.map(termsOf).join(' ')
    return { documentId, revision, ...span, title: documentId, text, terms, vector }
  }
  return {
    document: (id) => {
      const revision = newRevision()
      const passages = Array.from({ length: PASSAGES_A_DOCUMENT }, (_, at) =>
        passage(id, revision, at),
      )
      return { row: documentRow(id, revision), passages }
    },
    query: () => {
      const seed = pick(seeds)
      const text = Array.from({ length: QUERY_WORDS }, () => pick(seed.words)).join(' ')
      return { text, vector: between(seed.vector, pick(seeds).vector, 0.2, random) }
    },
  }
}

const readSeeds = async (folder: string, encoder: Encoder): Promise<readonly Seed[]> => {
  const tables = await openTables(folder, encoder)
  const rows: Record<string, unknown>[] = await tables.passages
    .query()
    .select(['passage', 'vector'])
    .toArray()
  tables.close()
  if (rows.length === 0) throw new Error('the index holds no passages to start from')
  return rows.map((row) => ({
    words: toPassage(String(row['passage'])).text.split(/\s+/u),
    vector: (row['vector'] as { toArray(): Float32Array }).toArray(),
  }))
}

const between = (
  a: Float32Array,
  b: Float32Array,
  share: number,
  random: () => number,
): Float32Array => {
  const mixed = a.map((value, at) => value + share * (b[at] ?? 0) + NOISE * (random() - 0.5))
  const length = Math.hypot(...mixed)
  return mixed.map((value) => value / length)
}

const documentRow = (id: string, revision: string): DocumentRow => ({
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
