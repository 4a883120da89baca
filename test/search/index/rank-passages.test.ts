import fc from 'fast-check'
import t from 'tap'
import { rankPassages } from '../../../src/search/index/rank-passages.ts'

void t.test('what both searches find comes before what one of them finds', (t) => {
  const ranked = rankPassages(
    [
      { row: 1n, bm25: 9 },
      { row: 2n, bm25: 8 },
      { row: 3n, bm25: 1 },
    ],
    [
      { row: 4n, similarity: 0.9 },
      { row: 2n, similarity: 0.8 },
      { row: 5n, similarity: 0.3 },
    ],
  )
  t.same(
    ranked.map(({ row }) => row),
    [2n, 4n, 1n, 3n, 5n],
  )
  t.end()
})

void t.test(
  'what words alone found counts as near as the last by meaning until it is read',
  (t) => {
    const [words] = rankPassages([{ row: 1n, bm25: 9 }], [{ row: 2n, similarity: 0.4 }])
    t.equal(words?.row, 1n)
    t.equal(words?.score, words?.scoreWith(0.4))
    t.ok((words?.scoreWith(0.1) ?? 1) < (words?.score ?? 0))
    t.end()
  },
)

void t.test('one search that finds nothing leaves the order to the other', (t) => {
  const rows = [1n, 2n, 3n]
  const words = rows.map((row, at) => ({ row, bm25: 9 - at }))
  const meaning = rows.map((row, at) => ({ row, similarity: -at }))
  for (const ranked of [rankPassages(words, []), rankPassages([], meaning)])
    t.same(
      ranked.map(({ row }) => row),
      rows,
    )
  t.same(rankPassages([], []), [])
  t.end()
})

void t.test('ranking is a permutation with falling scores in 0..1', (t) => {
  const row = fc.bigInt({ min: 0n, max: 30n })
  const found = fc.float({ min: 0, max: 40, noNaN: true })
  const near = fc.float({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.record({ row, bm25: found })),
      fc.array(fc.record({ row, similarity: near })),
      (words, meaning) => {
        const ranked = rankPassages(words, meaning)
        const rows = new Set([...words, ...meaning].map((one) => one.row))
        return (
          ranked.length === rows.size &&
          ranked.every((one) => rows.has(one.row)) &&
          ranked.every(
            ({ score }, at) => score <= (ranked[at - 1]?.score ?? 1.000_001) && score >= 0,
          )
        )
      },
    ),
  )
  t.end()
})
