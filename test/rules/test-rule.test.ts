import fc from 'fast-check'
import t from 'tap'
import { suggestThreshold, testRule } from '../../src/rules/test-rule.ts'
import { fakeRewardModel } from '../helpers/fakes.ts'

const model = fakeRewardModel(({ reply }) => ({
  preference: 0,
  rules: { calm: Number(reply) },
  support: null,
  statements: [],
}))
const rule = (threshold: number, examples: readonly [number, boolean][]) => ({
  id: 'calm',
  text: 'The reply is calm.',
  group: 'style',
  action: 'score' as const,
  threshold,
  examples: examples.map(([p, kept]) => ({ user: 'Hi', reply: String(p), kept })),
})

void t.test(
  'examples on the wrong side of the threshold fail, and a better one is suggested',
  async (t) => {
    const tested = await testRule(
      model,
      rule(0.3, [
        [0.9, true],
        [0.7, true],
        [0.5, false],
        [0.1, false],
      ]),
    )
    t.match(tested.failures, [{ reply: '0.5', pKept: 0.5, kept: false }])
    t.equal(tested.failures.length, 1)
    t.ok(Math.abs((tested.suggested ?? 0) - 0.6) < 1e-9)
    t.equal(tested.failuresThen, 0)
  },
)

void t.test('a rule without examples of both kinds gets no suggestion', async (t) => {
  t.equal((await testRule(model, rule(0.5, []))).suggested, undefined)
  t.equal((await testRule(model, rule(0.5, [[0.9, true]]))).suggested, undefined)
})

void t.test('neighbouring doubles are told apart too', (t) => {
  const suggested = suggestThreshold([
    { kept: false, pKept: 0 },
    { kept: true, pKept: Number.MIN_VALUE },
  ])
  t.equal(suggested, Number.MIN_VALUE)
  t.end()
})

void t.test('no threshold has a better balanced accuracy than the one suggested', (t) => {
  const examples = fc.array(
    fc.record({ kept: fc.boolean(), pKept: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { minLength: 2, maxLength: 12 },
  )
  const property = fc.property(examples, fc.double({ min: 0, max: 1, noNaN: true }), (all, any) => {
    const suggested = suggestThreshold(all)
    if (suggested === undefined) return
    const share = (kept: boolean, threshold: number): number => {
      const own = all.filter((one) => one.kept === kept)
      return own.filter(({ pKept }) => kept === pKept >= threshold).length / own.length
    }
    const accuracy = (threshold: number): number => share(true, threshold) + share(false, threshold)
    t.ok(accuracy(suggested) >= accuracy(any) - 1e-9)
  })
  fc.assert(property, { numRuns: 200 })
  t.end()
})
