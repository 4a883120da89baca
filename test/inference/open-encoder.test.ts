import { readFileSync } from 'node:fs'
import t from 'tap'
import { openEncoder } from '../../src/inference/open-encoder.ts'
import { committedOptions, parityFile } from '../helpers/open-models.ts'

type Row = { readonly text: string; readonly embedding: readonly number[] }

const encoder = await openEncoder(await committedOptions())
t.teardown(() => encoder.close())
const { rows } = JSON.parse(readFileSync(parityFile('encoder'), 'utf8')) as { rows: readonly Row[] }

const dot = (a: Iterable<number>, b: readonly number[]): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)

void t.test('embeddings are those of training', async (t) => {
  const vectors = await encoder.embed(rows.map(({ text }) => text))
  for (const [i, { text, embedding }] of rows.entries())
    t.ok(dot(vectors[i] ?? [], embedding) > 0.999, text)
})

void t.test(
  'a text’s embedding is a unit vector that does not depend on its company',
  async (t) => {
    const texts = ['a dunnock', 'a longer text about something else', 'limit '.repeat(400)]
    const together = await encoder.embed(texts)
    for (const [i, text] of texts.entries()) {
      const [alone] = await encoder.embed([text])
      t.equal(alone?.length, encoder.dimensions)
      t.ok(Math.abs(dot(alone ?? [], [...(alone ?? [])]) - 1) < 1e-3)
      t.ok(dot(alone ?? [], [...(together[i] ?? [])]) > 0.9999)
    }
  },
)

void t.test('nothing embedded is nothing, and the empty text has a vector', async (t) => {
  t.same(await encoder.embed([]), [])
  t.equal((await encoder.embed(['']))[0]?.length, encoder.dimensions)
})
