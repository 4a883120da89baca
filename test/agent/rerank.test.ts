import fc from 'fast-check'
import t from 'tap'
import { rerank } from '../../src/agent/rerank.ts'
import type { Rule } from '../../src/spec/rule.ts'

const ruleOf = (id: string, action: Rule['action']): Rule => ({
  id,
  text: `Keep ${id}.`,
  group: 'test',
  action,
  threshold: 0.5,
  examples: [],
})
const rules = [ruleOf('safe', 'block'), ruleOf('neat', 'score')]
const options = {
  rules,
  factSeeking: true,
  neutralSupport: 0.35,
  answerFrom: 0.8,
  claim: { judged: 1, read: 0.5, support: 0.3, bias: 0 },
  agreement: 0.45,
  likelihood: 1,
}
const even = { judged: 0.5, read: 0.5 }

const probability = fc.integer({ min: 1, max: 100 }).map((n) => n / 100)
const unjudged = fc.record({
  preference: fc.integer({ min: -50, max: 50 }).map((n) => n / 10),
  rules: fc.record({ safe: probability, neat: probability }),
  support: fc.option(probability, { nil: null }),
  statements: fc.constant([]),
  votes: fc.integer({ min: 1, max: 8 }),
  likelihood: fc.option(
    fc.integer({ min: -30, max: 0 }).map((n) => n / 10),
    { nil: undefined },
  ),
  length: fc.nat(200),
})
const judgement = fc.record({ judged: probability, read: probability })
const reward = fc
  .tuple(unjudged, fc.oneof(judgement, fc.constant({})))
  .map(([one, judged]) => ({ ...one, ...judged }))
const rewards = fc.array(reward, { minLength: 1, maxLength: 16 })

void t.test('a ranking is a permutation of the candidates', (t) => {
  fc.assert(
    fc.property(rewards, (given) => {
      const { order } = rerank(given, options)
      t.strictSame(
        order.toSorted((a, b) => a - b),
        given.map((_, i) => i),
      )
    }),
  )
  t.end()
})

void t.test('a candidate that breaks a blocking rule comes after all that break none', (t) => {
  fc.assert(
    fc.property(rewards, (given) => {
      const { order, scorecards } = rerank(given, options)
      const blocked = order.map((i) => (scorecards[i]?.blocked.length ?? 0) > 0)
      t.notOk(blocked.some((is, i) => is && blocked.slice(i + 1).includes(false)))
    }),
  )
  t.end()
})

void t.test(
  'where it is wanted first, what is written and may be claimed leads; scores stay',
  (t) => {
    const some = fc.array(fc.tuple(reward, fc.boolean()), { minLength: 1, maxLength: 16 })
    fc.assert(
      fc.property(some, (pairs) => {
        const given = pairs.map(([one, isWritten]) => ({ ...one, isWritten }))
        const { order, scorecards } = rerank(given, { ...options, writtenFrom: 0.5 })
        const leads = order.map((i) => {
          const { answers = 0, support, blocked = [] } = scorecards[i] ?? {}
          const isSure = answers >= options.answerFrom && (support ?? 0) >= 0.5
          return given[i]?.isWritten === true && isSure && blocked.length === 0
        })
        t.strictSame(
          leads,
          leads.toSorted((a, b) => Number(b) - Number(a)),
        )
        t.strictSame(scorecards, rerank(given, options).scorecards)
      }),
    )
    t.end()
  },
)

void t.test('the score rises with each reward', (t) => {
  const base = {
    preference: 0,
    ...even,
    rules: { safe: 0.8, neat: 0.8 },
    support: 0.5,
    statements: [],
    votes: 1,
    length: 9,
  }
  const better = [
    { ...base, preference: 1 },
    { ...base, rules: { safe: 0.9, neat: 0.8 } },
    { ...base, rules: { safe: 0.8, neat: 0.9 } },
    { ...base, support: 0.6 },
    { ...base, judged: 0.6 },
    { ...base, read: 0.6 },
    { ...base, votes: 2 },
  ]
  for (const one of better) t.strictSame(rerank([base, one], options).order, [1, 0])
  t.end()
})

void t.test('the likelier sample is ahead, and one of unknown likelihood is in the middle', (t) => {
  const base = { preference: 0, rules: {}, support: 0.5, statements: [], votes: 1, length: 9 }
  const given = [{ ...base, likelihood: -0.9 }, base, { ...base, likelihood: -0.1 }]
  const { order, scorecards } = rerank(given, options)
  t.strictSame(order, [2, 1, 0])
  t.equal(scorecards[1]?.standing, 0.5)
  t.strictSame(
    scorecards.map(({ likelihood }) => likelihood),
    [-0.9, undefined, -0.1],
  )
  t.strictSame(rerank(given, { ...options, likelihood: 0 }).order, [0, 1, 2])
  t.end()
})

void t.test('support counts on fact-seeking turns only', (t) => {
  const base = {
    ...even,
    preference: 0,
    rules: {},
    support: 0.1,
    statements: [],
    votes: 1,
    length: 9,
  }
  const pair = [base, { ...base, support: 0.9, length: 10 }]
  t.strictSame(rerank(pair, options).order, [1, 0])
  const [a, b] = rerank(pair, { ...options, factSeeking: false }).scorecards
  t.equal(a?.score, b?.score)
  t.end()
})

void t.test('ties go to the better supported, then to the shorter', (t) => {
  const base = { preference: 0, rules: {}, support: 0.5, statements: [], votes: 1, length: 9 }
  const open = { ...options, factSeeking: false }
  t.strictSame(rerank([base, { ...base, support: 0.6 }], open).order, [1, 0])
  t.strictSame(rerank([base, { ...base, length: 5 }], open).order, [1, 0])
  t.strictSame(rerank([base, base], open).order, [0, 1])
  t.end()
})

void t.test(
  'a single candidate scores sigmoid(0) times the mean of its rules times P(it answers rightly)',
  (t) => {
    const one = {
      ...even,
      preference: 3,
      rules: { safe: 0.81, neat: 1 },
      support: 0.5,
      statements: [],
      votes: 1,
      length: 1,
    }
    t.ok(Math.abs((rerank([one], options).scorecards[0]?.score ?? 0) - 0.5 * 0.9 * 0.5) < 1e-9)
    t.end()
  },
)

void t.test('a broken warning rule is named, and does not block', (t) => {
  const polite = [{ ...ruleOf('polite', 'warn'), threshold: 0.4 }]
  const given = {
    preference: 0,
    rules: { polite: 0.3 },
    support: 1,
    statements: [],
    votes: 1,
    length: 9,
  }
  const [card] = rerank([given], { ...options, rules: polite }).scorecards
  t.match(card, { warned: ['polite'], blocked: [] })
  t.end()
})

void t.test('a claim is beaten by a reply that claims nothing unless it reaches the bar', (t) => {
  const base = { preference: 0, rules: {}, support: null, statements: [], votes: 1, length: 9 }
  const claims = (judged: number) => ({ ...base, judged, read: 0.5 })
  t.strictSame(rerank([claims(0.7), base], options).order, [1, 0])
  t.strictSame(rerank([base, claims(0.9)], options).order, [1, 0])
  const [card] = rerank([claims(0.7)], options).scorecards
  t.ok(Math.abs((card?.answers ?? 0) - 0.7) < 1e-9)
  t.match(card, { judged: 0.7, read: 0.5 })
  t.equal(rerank([base], options).scorecards[0]?.answers, undefined)
  t.end()
})
