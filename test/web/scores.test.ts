import t from 'tap'
import { rerank } from '../../src/agent/rerank.ts'
import type { Scorecard } from '../../src/spec/scorecard.ts'
import {
  decimal,
  percent,
  rulesByDoubt,
  scoreParts,
  whyLost,
} from '../../web/ground/score-parts.js'
import {
  doubtfulStatements,
  numberCitations,
  supportOf,
} from '../../web/conversation/statement-state.js'

const ruleOf = (action: 'block' | 'score') => ({
  id: 'be-kind',
  text: 'Be kind.',
  group: 'other',
  action,
  threshold: 0.5,
  examples: [],
})
const rank = (
  rewards: readonly { preference: number; kept: number; support: number | null }[],
  factSeeking = true,
  action: 'block' | 'score' = 'score',
): readonly Scorecard[] =>
  rerank(
    rewards.map(({ preference, kept, support }) => ({
      preference,
      rules: { 'be-kind': kept },
      support,
      statements: [],
      judged: 0.5,
      read: 0.5,
      votes: 1,
      length: 1,
    })),
    {
      rules: [ruleOf(action)],
      factSeeking,
      neutralSupport: 0.35,
      answerFrom: 0.8,
      // P(it answers rightly) is the support alone.
      claim: { judged: 0, read: 0, support: 1, bias: 0 },
      agreement: 0.45,
      likelihood: 1,
    },
  ).scorecards

void t.test('the parts of a score multiply to the score that the service gave', (t) => {
  const all = rank([
    { preference: 1, kept: 0.9, support: 0.8 },
    { preference: -1, kept: 0.7, support: 0.2 },
  ])
  for (const one of all) {
    const { preference, kept, support } = scoreParts(one, all)
    t.ok(Math.abs(preference * kept * (support ?? 1) - one.score) < 1e-9)
    t.ok(support !== null)
  }
  t.end()
})

void t.test('support is no factor where the turn seeks no facts', (t) => {
  const all = rank([{ preference: 1, kept: 0.9, support: 0.2 }], false)
  const [only] = all
  t.equal(only && scoreParts(only, all).support, null)
  t.end()
})

void t.test('a loser is told what decided against it', (t) => {
  const best = { preference: 1, kept: 0.9, support: 0.9 }
  const cases: [Partial<typeof best>, RegExp][] = [
    [{ support: 0.1 }, /^Answers the question less surely: 10 % against 90 %/],
    [{ preference: -4 }, /^Less preferred/],
    [{ kept: 0.2 }, /^Keeps the rules less surely: 20 % against 90 %/],
    [{}, /shorter/],
  ]
  for (const [worse, wanted] of cases) {
    const all = rank([best, { ...best, ...worse }])
    const [winner, loser] = all
    t.match(winner && loser && whyLost(loser, winner, all), wanted)
  }
  const [quote, said] = rank([best, { ...best, support: 0.85 }])
  t.match(quote && said && whyLost(quote, said, [quote, said]), /what the model wrote comes first/)
  const blocked = rank([best, { ...best, kept: 0.1 }], true, 'block')
  const [winner, loser] = blocked
  t.match(winner && loser && whyLost(loser, winner, blocked), /^Blocked.*be kind/)
  t.end()
})

void t.test('rules are listed with the most doubtful first, gone ones by their id', (t) => {
  const [card] = rank([{ preference: 0, kept: 0.4, support: null }])
  const rules = card && rulesByDoubt({ ...card, rules: { 'old-rule': 0.9, ...card.rules } }, [])
  t.strictSame(
    rules?.map(({ text }) => text),
    ['be kind', 'old rule'],
  )
  t.end()
})

void t.test('a probability that is not certain is never shown as certain', (t) => {
  t.strictSame([0, 0.001, 0.5, 0.999, 1].map(percent), ['0 %', '<1 %', '50 %', '>99 %', '100 %'])
  t.strictSame([0, 0.001, 0.107].map(decimal), ['0.00', '<.01', '0.11'])
  t.end()
})

const statement = (start: number, end: number, support: number | null, checkable = true) => ({
  start,
  end,
  support,
  checkable,
})
const citation = (start: number, end: number, quoteStart: number) => ({
  start,
  end,
  evidenceId: 'e',
  quote: 'x',
  quoteStart,
  quoteEnd: quoteStart + 1,
  support: 0.9,
})

void t.test('a statement that claims something and has no citation is marked', (t) => {
  const backed = statement(0, 5, 0.9)
  const bare = statement(6, 9, 0.2)
  const greeting = statement(10, 12, null, false)
  t.strictSame(doubtfulStatements([backed, bare, greeting], [citation(0, 5, 0)]), [bare])
  const supports = [backed, statement(0, 1, 0.4), bare, statement(0, 1, null), greeting]
  t.strictSame(supports.map(supportOf), [
    'supported',
    'partially-supported',
    'unsupported',
    'unchecked',
    'nothing-to-check',
  ])
  t.end()
})

void t.test('citations are numbered as they appear, the same quote alike', (t) => {
  const citations = [citation(10, 12, 7), citation(0, 5, 3), citation(20, 22, 3)]
  t.strictSame(numberCitations(citations), [2, 1, 1])
  t.end()
})
