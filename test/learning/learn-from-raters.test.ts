import fc from 'fast-check'
import t from 'tap'
import { createRandom } from '../../src/base/random.ts'
import { boundRaters } from '../../src/learning/bound-raters.ts'
import { settleContradictions } from '../../src/learning/find-contradictions.ts'
import { fitWeights } from '../../src/learning/fit-weights.ts'
import { openGate } from '../../src/learning/gate.ts'

const of = (rater: string, count: number) => Array.from({ length: count }, () => ({ rater }))

void t.test('nobody counts for more than twice the median rater', (t) => {
  const rows = [...of('a', 10), ...of('b', 10), ...of('c', 10), ...of('flood', 500)]
  const weights = boundRaters(rows)
  const sum = weights.slice(30).reduce((total, one) => total + one, 0)
  t.ok(Math.abs(sum - 20) < 1e-9)
  t.ok(weights.slice(0, 30).every((one) => one === 1))
  t.ok(boundRaters(of('alone', 7)).every((one) => one === 1))
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }), (raters) =>
      boundRaters(raters.map((rater) => ({ rater }))).every((one) => one > 0 && one <= 1),
    ),
  )
  t.end()
})

void t.test(
  'where raters contradict each other, the more of them are heard, and all are told',
  (t) => {
    const said = (rater: string, chosen: string) => ({
      rater,
      asked: 'When?',
      chosen,
      rejected: chosen === 'At nine.' ? 'At ten.' : 'At nine.',
    })
    const rows = [
      said('a', 'At nine.'),
      said('b', 'At nine.'),
      // One who says it ten times is one.
      ...Array.from({ length: 10 }, () => said('loud', 'At ten.')),
    ]
    const { rows: kept, contradictions } = settleContradictions(rows)
    t.strictSame(contradictions, [
      { asked: 'When?', one: 'At nine.', other: 'At ten.', forOne: 2, forOther: 1 },
    ])
    t.strictSame(kept, rows.slice(0, 2))
    t.strictSame(settleContradictions([said('a', 'At nine.'), said('b', 'At ten.')]).rows, [])
    // Who thinks better of it is heard with the last word.
    t.strictSame(settleContradictions([said('a', 'At ten.'), said('a', 'At nine.')]).rows, [
      said('a', 'At nine.'),
    ])
    t.end()
  },
)

void t.test('a flood of poisoned comparisons is no match for honest raters', (t) => {
  const random = createRandom(4)
  // Honest ones prefer what is right (feature 0) and do not care for length (feature 1).
  const honest = Array.from({ length: 160 }, (_, at) => ({
    rater: `rater ${at % 8}`,
    by: [random() + 0.2, random() - 0.5],
  }))
  const poison = Array.from({ length: 2_000 }, () => ({
    rater: 'poisoner',
    by: [-random() - 0.2, random() + 0.2],
  }))
  const rows = [...honest, ...poison]
  const fit = (weights: readonly number[]) =>
    fitWeights(
      rows.map(({ by }, at) => ({ by, weight: weights[at] ?? 0 })),
      { offsets: rows.map(() => 0) },
    )
  const bounded = fit(boundRaters(rows))
  const unbounded = fit(rows.map(() => 1))
  t.ok((unbounded[0] ?? 0) < 0, 'unbounded, the poison would have won')
  t.ok((bounded[0] ?? 0) > 0.5, bounded.join(' '))
  const right = honest.filter(
    ({ by }) => by.reduce((sum, value, i) => sum + value * (bounded[i] ?? 0), 0) > 0,
  )
  t.ok(right.length / honest.length > 0.9)
  t.end()
})

void t.test('what may not be disliked is not, whatever raters chose', (t) => {
  const rows = Array.from({ length: 40 }, (_, at) => ({ by: [-1, at % 2 ? 1 : -0.5], weight: 1 }))
  const options = { offsets: rows.map(() => 0) }
  t.ok((fitWeights(rows, options)[0] ?? 0) < 0)
  const [held, free] = fitWeights(rows, { ...options, neverBelowZero: [0] })
  t.equal(held, 0)
  t.ok((free ?? 0) > 0)
  t.end()
})

void t.test('few rows move weights little, and none not at all', (t) => {
  const rows = (count: number) => Array.from({ length: count }, () => ({ by: [1], weight: 1 }))
  const fit = (count: number) => fitWeights(rows(count), { offsets: [] })[0] ?? 0
  t.ok(fit(2) < fit(20) && fit(20) < fit(200))
  t.ok(fit(2) < 0.3)
  t.strictSame(fitWeights([], { offsets: [] }), [])
  t.end()
})

void t.test(
  'the gate holds back what is worse beyond its interval, and what was not measured',
  (t) => {
    const rows = (gained: number, lost: number, same: number) => [
      ...Array.from({ length: gained }, () => ({ old: false, new: true })),
      ...Array.from({ length: lost }, () => ({ old: true, new: false })),
      ...Array.from({ length: same }, () => ({ old: true, new: true })),
    ]
    const gate = (...counts: Parameters<typeof rows>[]) =>
      openGate(counts.map((own, at) => ({ figure: `${at}`, rows: rows(...own) })))
    t.equal(gate([10, 2, 100], [3, 4, 100]).passed, true)
    t.equal(gate([10, 2, 100], [0, 20, 100]).passed, false)
    t.match(gate([0, 20, 100]).figures, [{ n: 120, old: 1, passed: false }])
    t.equal(gate([0, 0, 0]).passed, false)
    t.end()
  },
)
