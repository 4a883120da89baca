import fc from 'fast-check'
import t from 'tap'
import { joinKeyValues, keep, type KeyValues } from '../../../src/inference/embedded/key-values.ts'
import { PrefixCache } from '../../../src/inference/embedded/prefix-cache.ts'
import { SuffixCache } from '../../../src/inference/embedded/suffix-cache.ts'

const shape = { layers: 2, heads: 3, size: 4 }
const scores = { ids: [1], logits: Float32Array.of(0), logSumExp: 0 }

/** Keys that say where they stand: layer, head, token; values are their negatives. */
const keyValues = (first: number, tokens: number): KeyValues => {
  const keys = Array.from({ length: shape.layers }, (_, layer) =>
    Float32Array.from({ length: shape.heads * tokens * shape.size }, (_, i) => {
      const token = Math.floor(i / shape.size) % tokens
      const head = Math.floor(i / (shape.size * tokens))
      return 1000 * layer + 100 * head + first + token
    }),
  )
  return { tokens, keys, values: keys.map((layer) => layer.map((x) => -x)) }
}

void t.test('joined keys and values are those of the tokens one after the other', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 })), (lengths) => {
      let first = 0
      const parts = lengths.map((length) => keyValues((first += length) - length, length))
      t.same(joinKeyValues(shape, parts), keyValues(0, first))
      t.same(joinKeyValues(shape, parts.map(keep)), keyValues(0, first), 'whole numbers are kept')
    }),
  )
  t.end()
})

void t.test('suffixes hold each row’s tokens through growth and the leaving of rows', (t) => {
  const steps = fc.array(fc.nat(3), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (leaves, rows) => {
      const suffixes = new SuffixCache(shape, rows, leaves.length)
      let live = Array.from({ length: rows }, (_, row) => ({ row, tokens: [] as number[] }))
      for (const [step, leaving] of leaves.entries()) {
        // One row leaves now and then, never the last one.
        if (leaving === 0 && live.length > 1) {
          suffixes.keep(live.slice(1).map((_, i) => i + 1))
          live = live.slice(1)
        }
        for (const own of live) own.tokens.push(100 * own.row + step)
        const newest = live.map(({ tokens }) => tokens.at(-1) ?? 0)
        const block = shape.heads * shape.size
        const keys = Array.from({ length: shape.layers }, () =>
          Float32Array.from(
            { length: live.length * block },
            (_, i) => newest[Math.floor(i / block)] ?? 0,
          ),
        )
        suffixes.append({ keys, values: keys })
      }
      t.equal(suffixes.used, leaves.length)
      const read = (row: number, head: number, token: number) =>
        suffixes.keys[0]?.[((row * shape.heads + head) * suffixes.capacity + token) * shape.size]
      for (const [row, { tokens }] of live.entries())
        for (const head of [0, 2])
          t.same(
            tokens.map((_, i) => read(row, head, i)),
            tokens,
          )
    }),
    { numRuns: 30 },
  )
  t.end()
})

void t.test('the cache forgets what was used longest ago, the ends of prompts first', (t) => {
  const tokens = 10
  const bytes = 2 * 2 * shape.layers * shape.heads * shape.size * tokens
  const cache = new PrefixCache(shape, 3 * bytes)
  const read = (word: number) => ({ keyValues: keep(keyValues(word, tokens)), scores })
  const root = cache.put(undefined, [1], read(1))
  const left = cache.put(root, [2], read(2))
  cache.touch([root, left])
  const right = cache.put(root, [3], read(3))
  cache.touch([root, right])
  t.equal(cache.bytes, 3 * bytes)
  const rest = cache.put(right, [4], read(4))
  cache.touch([root, right, rest])
  t.equal(cache.bytes, 3 * bytes)
  t.equal(cache.get(undefined, [1]), root)
  t.equal(cache.get(root, [2]), undefined)
  t.equal(cache.get(right, [4]), rest)
  t.equal(cache.get(root, [4]), undefined)
  t.equal(rest.end, 3)
  t.end()
})
