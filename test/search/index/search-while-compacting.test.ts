import t from 'tap'
import type { Table } from '@lancedb/lancedb'
import { hybridSearch } from '../../../src/search/index/hybrid-search.ts'
import { newRevision, openTables } from '../../../src/search/index/index-tables.ts'
import { toStored } from '../../../src/search/index/passage-row.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

const ROUNDS = 15
const ADDED = 300

const encoder = hashEncoder()
const revision = newRevision()

const add = async (passages: Table, from: number, count: number): Promise<void> => {
  const texts = Array.from({ length: count }, (_, at) => `alpha w${(from + at) % 97} n${from + at}`)
  const vectors = await encoder.embed(texts)
  const rows = texts.map((text, at) => {
    const passage = { documentId: `d${from + at}`, revision, start: 0, end: text.length, title: '' }
    return toStored({ ...passage, text, terms: text, vector: vectors[at] ?? new Float32Array() })
  })
  await passages.add(rows)
}

void t.test('a search finds what it looks for while old versions are removed', async (t) => {
  const tables = await openTables(t.testdir(), encoder)
  t.teardown(() => tables.close())
  const { passages } = tables
  await add(passages, 0, ADDED)
  await passages.optimize()
  let isDone = false
  const searchOn = async (): Promise<readonly string[]> => {
    const wrong: string[] = []
    for (let at = 0; !isDone; at += 1) {
      const query = `alpha w${at % 97}`
      const found = await hybridSearch(passages, encoder, { query, k: 40, isLive: () => true })
      if (found.length === 0) wrong.push(query)
    }
    return wrong
  }
  const searching = Array.from({ length: 8 }, searchOn)
  for (let round = 0; round < ROUNDS; round += 1) {
    await add(passages, (round + 1) * ADDED, ADDED)
    await passages.optimize({ cleanupOlderThan: new Date() })
  }
  isDone = true
  t.same((await Promise.all(searching)).flat(), [])
})
