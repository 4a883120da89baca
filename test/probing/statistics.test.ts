import fc from 'fast-check'
import t from 'tap'
import { fisher } from '../../src/probing/statistics/fisher.ts'
import { meanTrueRate, trueRate } from '../../src/probing/statistics/true-rate.ts'
import { wilson } from '../../src/probing/statistics/wilson.ts'

const near = (
  t: { ok(value: boolean, message: string): unknown },
  found: readonly number[] | null,
  wanted: readonly number[],
): void => {
  for (const [at, value] of wanted.entries())
    t.ok(
      Math.abs((found?.[at] ?? NaN) - value) < 0.002,
      `${found?.join(' ')} is ${wanted.join(' ')}`,
    )
}

void t.test("Wilson's interval is that of the tables, and has a width at the ends", (t) => {
  near(t, wilson(8, 100), [0.0411, 0.15])
  near(t, wilson(0, 200), [0, 0.0188])
  near(t, wilson(20, 20), [0.8389, 1])
  t.strictSame(wilson(0, 0), [0, 1])
  const counts = fc.nat(200).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)))
  fc.assert(
    fc.property(counts, ([count, n]) => {
      const [low, high] = wilson(count, n)
      const share = n === 0 ? 0 : count / n
      return low >= 0 && high <= 1 && low <= share && share <= high && high > low
    }),
  )
  t.end()
})

void t.test("Fisher's p is that of the tables", (t) => {
  near(t, [fisher({ broken: 1, n: 10 }, { broken: 11, n: 14 })], [0.0028])
  near(t, [fisher({ broken: 85, n: 100 }, { broken: 95, n: 100 })], [0.0317])
  near(t, [fisher({ broken: 3, n: 4 }, { broken: 1, n: 4 })], [0.4857])
  t.equal(fisher({ broken: 0, n: 0 }, { broken: 3, n: 4 }), 1)
  t.end()
})

void t.test('the true rate takes the errors of the judge out', (t) => {
  // A judge that finds 9 of 10 and leaves 8 of 10 alone calls 27 % broken where 10 % are.
  const [low = NaN, high = NaN] =
    trueRate(270, 1_000, { found: 900, broken: 1_000, leftAlone: 800, kept: 1_000 }) ?? []
  t.ok(low < 0.1 && 0.1 < high && high - low < 0.15, `${low} to ${high}`)
  t.end()
})

void t.test('fewer labelled rows make it wider; a judge that guesses makes it unknown', (t) => {
  const width = (rows: number): number => {
    const judge = { found: 0.9 * rows, broken: rows, leftAlone: 0.9 * rows, kept: rows }
    const [low, high] = trueRate(20, 100, judge) ?? [NaN, NaN]
    return high - low
  }
  t.ok(width(10) > width(100) && width(100) > width(1_000))
  t.equal(trueRate(20, 100, { found: 5, broken: 10, leftAlone: 4, kept: 10 }), null)
  t.equal(trueRate(20, 100, { found: 4, broken: 4, leftAlone: 40, kept: 40 }), null)
  t.end()
})

void t.test('over many rules the mean of the true rates is known better than each', (t) => {
  // 27 % and 20 % are called broken where 10 % and none are; and none where the judge is too strict.
  const judge = { found: 90, broken: 100, leftAlone: 80, kept: 100 }
  const all = [270, 200, 0].map((called) => ({ called, n: 1_000, judge }))
  const [low = NaN, high = NaN] = meanTrueRate(all) ?? []
  t.ok(low <= 0.1 / 3 && 0.1 / 3 < high, `${low} to ${high}`)
  const [least = NaN, most = NaN] = trueRate(270, 1_000, judge) ?? []
  t.ok(high - low < most - least)
  t.equal(meanTrueRate([...all, { called: 1, n: 9, judge: { ...judge, kept: 0 } }]), null)
  t.equal(meanTrueRate([]), null)
  t.end()
})
