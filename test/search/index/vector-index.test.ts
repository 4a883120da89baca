import t from 'tap'
import { Index } from '@lancedb/lancedb'
import {
  type IndexTables,
  newRevision,
  openTables,
} from '../../../src/search/index/index-tables.ts'
import { openIndexWriter } from '../../../src/search/index/index-writer.ts'
import { fetchPassages, findByMeaning } from '../../../src/search/index/passage-queries.ts'
import { toStored } from '../../../src/search/index/passage-row.ts'
import { ensureVectorIndex } from '../../../src/search/index/vector-index.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

// Just enough for codes in place of a comparison with every vector; each part is a fragment of the table.
const PASSAGES = 21_000
const PARTS = 12
const ASKED = 50

const encoder = hashEncoder()
const textOf = (at: number): string =>
  Array.from({ length: 12 }, (_, word) => `w${(at * (word + 3) * 7919) % 4001}`).join(' ')

const embed = async (text: string): Promise<Float32Array> => {
  const [vector] = await encoder.embed([text])
  if (!vector) throw new Error('no vector')
  return vector
}

const fill = async ({ passages }: IndexTables): Promise<void> => {
  const revision = newRevision()
  for (let part = 0; part < PARTS; part += 1) {
    const texts = Array.from({ length: PASSAGES / PARTS }, (_, at) => textOf(part + at * PARTS))
    const rows = texts.map(async (text) => {
      const passage = { documentId: 'one', revision, start: 0, end: text.length, title: '' }
      return toStored({ ...passage, text, terms: text, vector: await embed(text) })
    })
    await passages.add(await Promise.all(rows))
  }
}

/** How many of some passages come first when their own text is asked for. */
const foundByOwnText = async ({ passages }: IndexTables): Promise<number> => {
  let found = 0
  for (let one = 0; one < ASKED; one += 1) {
    const text = textOf(one * 419)
    const [nearest] = await findByMeaning(passages, await embed(text), { limit: 5 })
    if (!nearest) continue
    const stored = await fetchPassages(passages, [nearest.row])
    if (stored.get(nearest.row)?.text === text) found += 1
  }
  return found
}

const vectorIndexes = async ({ passages }: IndexTables): Promise<readonly string[]> =>
  (await passages.listIndices()).map(({ name }) => name).filter((name) => name !== 'terms_idx')

void t.test(
  'a large index finds each passage by its codes, also after its rows moved',
  async (t) => {
    const tables = await openTables(t.testdir(), encoder)
    t.teardown(() => tables.close())
    await fill(tables)
    await ensureVectorIndex(tables.passages)
    t.same(await vectorIndexes(tables), [`codes_${PASSAGES}`])
    t.equal(await foundByOwnText(tables), ASKED, 'as the codes were made')
    await tables.passages.optimize()
    t.equal(await foundByOwnText(tables), ASKED, 'after the parts became one')
  },
)

void t.test('codes of an older version are dropped, and made anew', async (t) => {
  const dataDir = t.testdir()
  const older = await openTables(dataDir, encoder)
  await fill(older)
  const config = Index.ivfRq({ distanceType: 'dot', numPartitions: 8, maxIterations: 2 })
  await older.passages.createIndex('vector', { config, name: `vector_${PASSAGES}` })
  older.close()

  const tables = await openTables(dataDir, encoder)
  t.teardown(() => tables.close())
  t.same(await vectorIndexes(tables), [])
  const writer = await openIndexWriter(tables)
  t.ok(writer.isBehind)
  await writer.optimize()
  t.notOk(writer.isBehind)
  t.same(await vectorIndexes(tables), [`codes_${PASSAGES}`])
})
