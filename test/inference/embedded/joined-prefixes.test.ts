import t from 'tap'
import { JoinedPrefixes } from '../../../src/inference/embedded/joined-prefixes.ts'
import { keep, type KeyValues } from '../../../src/inference/embedded/key-values.ts'
import type { ReadSegment } from '../../../src/inference/embedded/prefix-cache.ts'

const shape = { layers: 1, heads: 2, size: 1 }
const scores = { ids: [1], logits: Float32Array.of(0), logSumExp: 0 }

/** Two heads of so many keys: the segment's id, and its negative. */
const segment = (id: number, tokens: number): ReadSegment => {
  const keys = [Float32Array.from({ length: 2 * tokens }, (_, i) => (i < tokens ? id : -id))]
  return { id, end: 0, scores, keyValues: keep({ tokens, keys, values: keys }) }
}
const keysOf = ({ keys }: KeyValues): readonly number[] => [...(keys[0] ?? [])]

void t.test('segments are joined alike, whatever is kept', (t) => {
  const [one, two, three] = [segment(1, 1), segment(2, 2), segment(3, 1)]
  const joined = new JoinedPrefixes(shape)
  t.strictSame(keysOf(joined.join([])), [])
  t.strictSame(keysOf(joined.join([one, two])), [1, 2, 2, -1, -2, -2])
  const chain = [one]
  const kept = joined.keep(chain)
  chain.push(two)
  t.equal(joined.join([one]), kept)
  t.strictSame(keysOf(joined.join(chain)), [1, 2, 2, -1, -2, -2])
  t.strictSame(keysOf(joined.join([one, three])), [1, 3, -1, -3])
  t.strictSame(keysOf(joined.join([two, one])), [2, 2, 1, -2, -2, -1])
  t.strictSame(keysOf(joined.keep([one, two])), [1, 2, 2, -1, -2, -2])
  t.strictSame(keysOf(joined.join([one])), [1, -1])
  t.end()
})
