import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { measure } from '../../src/cli/eval/bootstrap.ts'
import { auc, balancedAccuracy, macroF1, pairAccuracy } from '../../src/cli/eval/figures.ts'
import type { Mark } from '../../src/cli/eval/mark.ts'
import { measureRows } from '../../src/cli/eval/measure-rows.ts'
import type { Judge } from '../../src/cli/eval/task.ts'
import { AppError } from '../../src/spec/errors.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { fakeRewardModel } from '../helpers/fakes.ts'

const mark = (truth: string, score: number, predicted = score > 0.5 ? 'yes' : 'no'): Mark => ({
  truth,
  predicted,
  score,
  baseline: 0,
  group: undefined,
})

void t.test('AUC is the share of ordered pairs, whatever the weights', (t) => {
  const marks = fc.array(
    fc.record({ yes: fc.boolean(), score: fc.integer({ min: 0, max: 4 }), weight: fc.nat(3) }),
    { minLength: 1, maxLength: 12 },
  )
  const property = fc.property(marks, (rows) => {
    const all = rows
      .flatMap((a) => rows.map((b) => ({ a, b })))
      .filter(({ a, b }) => a.yes && !b.yes)
    const sum = (numbers: readonly number[]): number => numbers.reduce((x, y) => x + y, 0)
    const pairs = sum(all.map(({ a, b }) => a.weight * b.weight))
    const ordered = sum(
      all.map(({ a, b }) => {
        const share = a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0
        return a.weight * b.weight * share
      }),
    )
    const area = auc.prepare(rows.map(({ yes, score }) => mark(yes ? 'yes' : 'no', score)))
    const value = area(rows.map(({ weight }) => weight))
    t.ok(pairs === 0 ? Number.isNaN(value) : Math.abs(value - ordered / pairs) < 1e-9)
  })
  fc.assert(property, { numRuns: 60 })
  t.end()
})

void t.test('figures of few rows are what they are by hand', (t) => {
  const marks = [mark('yes', 0.9), mark('yes', 0.4), mark('no', 0.1), mark('no', 0.2)]
  t.match(measure(balancedAccuracy, marks), { n: 4, value: 0.75, baseline: 0.5 })
  t.ok(Math.abs(measure(macroF1, marks).value - (2 / 3 + 0.8) / 2) < 1e-9)
  t.equal(measure(pairAccuracy, [mark('yes', 1), mark('yes', -1), mark('yes', 0)]).value, 0.5)
  const wide = measure(pairAccuracy, marks)
  t.strictSame(measure(pairAccuracy, marks), wide, 'the same every time')
  t.end()
})

void t.test('rows of one group are drawn together, which widens the interval', (t) => {
  const scores = Array.from({ length: 200 }, (_, i) => (i % 20 < 10 ? 1 : -1))
  const alone = scores.map((score) => mark('yes', score))
  const grouped = alone.map((one, i) => ({ ...one, group: `g${Math.floor(i / 10)}` }))
  const width = (marks: readonly Mark[]): number => {
    const { low, high } = measure(pairAccuracy, marks)
    return high - low
  }
  t.ok(width(grouped) > 2 * width(alone))
  t.end()
})

const rule: Rule = {
  id: 'no-shouting',
  text: 'The reply does not shout.',
  group: 'style',
  action: 'block',
  threshold: 0.5,
  examples: [],
}
const judge: Judge = {
  model: fakeRewardModel(({ reply }) => ({
    preference: reply.length,
    rules: { 'no-shouting': reply.endsWith('!') ? 0.1 : 0.9, calm: 0.8 },
    support: reply.includes('seven') ? 0.8 : 0.1,
    statements: [],
  })),
  ruleOf: (id) => {
    if (id === rule.id) return rule
    throw new AppError('RULE_NOT_FOUND', `There is no rule with the id ${id}.`)
  },
  blocking: [rule],
  signal: new AbortController().signal,
}
const dialogue = [{ participant: 'user', text: 'How many?' }]
const evidence = [{ text: 'There are seven.' }]
const lines = (...rows: object[]): string => rows.map((row) => JSON.stringify(row)).join('\n')

void t.test('each kind of label gives its own figures, by set', async (t) => {
  const folder = t.testdir({
    'mixed.jsonl': lines(
      { dialogue, kind: 'fact-based' },
      { dialogue, chosen: 'Seven of them.', rejected: 'No.' },
      { dialogue, chosen: 'Seven.', rejected: 'SEVEN!', rule: 'no-shouting' },
      { before: ['Hi', 'Hello.'], user: 'How?', reply: 'NO!', ruleId: 'no-shouting', kept: false },
      { dialogue, reply: 'Seven.', rule: { id: 'no-shouting', text: 'x' }, kept: true, set: 'own' },
      { dialogue, reply: 'NO!', rule: ['no-shouting', { id: 'calm', text: 'y' }], kept: false },
      { dialogue, reply: 'No.', rule: ['no-shouting', { id: 'calm', text: 'y' }], kept: true },
      { reply: 'There are seven.', evidence, supported: true, group: 'a' },
      { dialogue, reply: 'Seven.', innocent: true },
    ),
  })
  const sets = await measureRows([join(folder, 'mixed.jsonl')], judge)
  t.strictSame(
    sets.map(({ set, task, marks }) => [set, task.name, marks.length]),
    [
      ['mixed', 'fact-seeking', 1],
      ['mixed', 'comparison', 2],
      ['mixed', 'rule', 3],
      ['own', 'rule', 1],
      ['mixed', 'support', 1],
      ['mixed', 'innocent', 1],
    ],
  )
  for (const { task, marks } of sets) {
    const right = marks.every(({ truth, predicted }) => truth === predicted)
    t.ok(right, task.name)
  }
})

void t.test('a row at fault is named with its file and line', async (t) => {
  const folder = t.testdir({
    'bad.jsonl': lines({ dialogue, kind: 'fact-based' }, { dialogue, reply: 'x' }),
    'odd.jsonl': lines({ dialogue, kind: 'odd' }),
  })
  const code = 'INVALID_REQUEST'
  const read = (name: string) => measureRows([join(folder, name)], judge)
  await t.rejects(read('bad.jsonl'), { code, message: /bad\.jsonl:2: .*none of the labels kind/ })
  await t.rejects(read('odd.jsonl'), { code, message: /odd\.jsonl:1: kind/ })
  await t.rejects(read('none.jsonl'), { code, message: /none\.jsonl/ })
})
