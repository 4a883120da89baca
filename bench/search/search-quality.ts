import { type DocumentIndex, openDocumentIndex } from '../../src/search/index/document-index.ts'
import { openTables } from '../../src/search/index/index-tables.ts'
import { openIndexWriter } from '../../src/search/index/index-writer.ts'
import {
  fetchPassages,
  findByMeaning,
  findByWords,
} from '../../src/search/index/passage-queries.ts'
import { searchIndex } from '../../src/search/index/search-index.ts'
import { cutSnippets, type Snippet } from '../../src/search/snippets/cut-snippets.ts'
import { selectSnippets } from '../../src/search/snippets/select-snippets.ts'
import type { Encoder } from '../../src/spec/encoder.ts'
import { percentile } from '../lib/percentile.ts'
import type { Row } from '../lib/row.ts'
import { type Paragraph, readSquad, share, spread } from '../lib/squad.ts'

const GROUP = 64
const PASSAGES = 100
const FIRST = 5
const FIRST_HITS = { k: 8, signal: undefined, filter: undefined }

/** Paragraphs with questions in SQuAD's format: how often search finds the right one, and the answer in it. */
export const measureQuality = async (options: {
  readonly encoder: Encoder
  readonly data: string
  readonly folder: string
  readonly sample?: number
}): Promise<readonly Row[]> => {
  const { encoder, data, folder, sample } = options
  const { paragraphs, questions: all } = await readSquad(data)
  const questions = sample === undefined ? all : spread(all, sample)
  const index = await openDocumentIndex({ dataDir: folder, encoder })
  const rate = await addParagraphs(index, paragraphs)
  await index.close()
  // One handle for all: versions that only another one reads are removed under it.
  const tables = await openTables(folder, encoder)
  const writer = await openIndexWriter(tables)
  const [words, meaning, hybrid] = [tally(), tally(), tally()]
  const [first, firstThree, chosen] = [share(), share(), share()]
  const times: number[] = []
  const byName = new Map(paragraphs.map((paragraph) => [paragraph.name, paragraph]))
  for (const { text, name, answers } of questions) {
    const idOf = (passage: { readonly documentId: string }): string =>
      writer.rows.get(passage.documentId)?.name ?? ''
    const namesOf = async (rows: readonly bigint[] = []): Promise<readonly string[]> => {
      const stored = await fetchPassages(tables.passages, rows)
      return rows.flatMap((row) => stored.get(row) ?? []).map(idOf)
    }
    const [vector] = await encoder.embed([text])
    const found = await Promise.all([
      findByWords(tables.passages, text, { limit: PASSAGES }),
      findByMeaning(tables.passages, vector ?? new Float32Array(), { limit: PASSAGES }),
    ])
    const [byWords, byMeaning] = found.map((list) => list.map(({ row }) => row))
    words.add(await namesOf(byWords), name)
    meaning.add(await namesOf(byMeaning), name)
    const started = performance.now()
    const hits = await searchIndex({ encoder, tables, writer }, text, FIRST_HITS)
    times.push(performance.now() - started)
    hybrid.add(hits.map(idOf), name)
    const holds = (one: { readonly text: string }): boolean =>
      answers.some((answer) => one.text.includes(answer))
    first.add(hits.slice(0, 1).some(holds))
    firstThree.add(hits.slice(0, 3).some(holds))
    const page = byName.get(name)
    const snippets = page ? cutSnippets(page) : []
    const request = { query: text, encoder, limit: 1 }
    chosen.add((await selectSnippets<Snippet>(snippets, request)).some(holds))
  }
  await writer.settled()
  tables.close()
  const n = `n = ${questions.length}`
  return [
    ...rate,
    { name: `recall@${FIRST} of words alone, ${n}`, value: words.recall(), unit: '' },
    { name: `recall@${FIRST} of meaning alone`, value: meaning.recall(), unit: '' },
    { name: `recall@${FIRST} of both`, value: hybrid.recall(), unit: '' },
    { name: 'MRR of words alone', value: words.mrr(), unit: '' },
    { name: 'MRR of meaning alone', value: meaning.mrr(), unit: '' },
    { name: 'MRR of both', value: hybrid.mrr(), unit: '' },
    { name: 'answer in the snippet chosen of the right page', value: chosen.of(), unit: '' },
    { name: 'answer in the first snippet of all', value: first.of(), unit: '' },
    { name: 'answer in the first three snippets of all', value: firstThree.of(), unit: '' },
    { name: 'search, median', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'search, p95', value: percentile(times, 0.95), unit: 'ms' },
  ]
}

const addParagraphs = async (
  index: DocumentIndex,
  paragraphs: readonly Paragraph[],
): Promise<readonly Row[]> => {
  if (index.list({ limit: 1 }).total === paragraphs.length) return []
  const started = performance.now()
  let passages = 0
  for (let at = 0; at < paragraphs.length; at += GROUP) {
    for (const outcome of await index.addAll(paragraphs.slice(at, at + GROUP)))
      if (outcome.status === 'added') passages += outcome.record.passages
  }
  await index.optimize()
  const seconds = (performance.now() - started) / 1000
  return [{ name: `indexing ${passages} passages`, value: passages / seconds, unit: 'passages/s' }]
}

/** Ranks of the right document, each document counted at its best passage. */
const tally = () => {
  const ranks: number[] = []
  return {
    add: (names: readonly string[], right: string): void => {
      ranks.push([...new Set(names)].indexOf(right))
    },
    recall: (): number => ranks.filter((rank) => rank >= 0 && rank < FIRST).length / ranks.length,
    mrr: (): number =>
      ranks.reduce((sum, rank) => sum + (rank < 0 ? 0 : 1 / (rank + 1)), 0) / ranks.length,
  }
}
