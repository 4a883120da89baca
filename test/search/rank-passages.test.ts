import fc from 'fast-check'
import t from 'tap'
import { rankPassages } from '../../src/search/rank-passages.ts'

const unit = (...values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => (length === 0 ? 1 : value / length))
}

void t.test('what both searches find comes before what one of them finds', (t) => {
  const query = unit(1, 0)
  const ranked = rankPassages(
    [
      { key: 'words', vector: unit(0, 1), bm25: 9 },
      { key: 'both', vector: unit(5, 1), bm25: 8 },
      { key: 'meaning', vector: unit(1, 0), bm25: undefined },
      { key: 'both', vector: unit(5, 1), bm25: undefined },
      { key: 'neither', vector: unit(0, 1), bm25: 1 },
    ],
    query,
  )
  t.same(
    ranked.map(({ candidate }) => candidate.key),
    ['both', 'meaning', 'words', 'neither'],
  )
  t.equal(ranked[0]?.candidate.bm25, 8)
  t.end()
})

void t.test('ranking is a permutation with falling scores in 0..1', (t) => {
  const candidate = fc.record({
    key: fc.string(),
    vector: fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
    bm25: fc.option(fc.float({ min: 0, max: 40, noNaN: true }), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(candidate), (candidates) => {
      const vectors = candidates.map((one) => ({ ...one, vector: unit(...one.vector) }))
      const ranked = rankPassages(vectors, unit(1, 0))
      const keys = new Set(candidates.map(({ key }) => key))
      return (
        ranked.length === keys.size &&
        ranked.every(({ candidate: one }) => keys.has(one.key)) &&
        ranked.every(({ score }, at) => score <= (ranked[at - 1]?.score ?? 1.000_001) && score >= 0)
      )
    }),
  )
  t.end()
})
