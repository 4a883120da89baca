import t from 'tap'
import { chooseRows } from '../../src/cli/curate/choose-rows.ts'
import { reviewRows } from '../../src/cli/curate/review-rows.ts'
import { applyDecisions, type Decision } from '../../src/curating/decide.ts'
import { findFaults } from '../../src/curating/find-faults.ts'
import { meanNearest, pickDiverse } from '../../src/curating/pick-diverse.ts'
import { renderReviewPage } from '../../src/curating/review-page.ts'
import { replyOf, type CuratedRow } from '../../src/curating/row.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'

const row = (question: string, reply: string, source = 'reply'): CuratedRow => ({
  source,
  turns: [
    { participant: 'user', text: question },
    { participant: 'agent', text: reply },
  ],
})
const bounds = { shortest: 20, longest: 400 }

void t.test('faults of form are named', (t) => {
  const good = 'The workshop opens at nine, and on Sundays at ten.'
  t.strictSame(findFaults(row('When?', good), bounds), [])
  t.strictSame(
    findFaults(row('Which error?', 'It says "I am out of paper", which is harmless.'), bounds),
    [],
  )
  for (const [reply, fault] of [
    ['At nine.', 'too short'],
    [`${good} `.repeat(9), 'too long'],
    ['I think that the workshop opens at nine.', 'first person'],
    ['As I mentioned, the workshop opens at nine.', 'speaks of other replies'],
    ['The workshop opens at nine and on Sundays', 'breaks off'],
    ['Run this:\n```\nnpm ci --all the time.', 'open code block'],
    ['<p>The workshop opens at nine.</p>.', 'markup left over'],
    ['<|im_start|> The workshop opens at nine.', 'control text'],
    ['When does the workshop open?.', 'repeats the question'],
    ['The workshop opens at nine. The workshop opens at nine.', 'repeats itself'],
  ] as const) {
    const found = findFaults(row('When does the workshop open?', reply), bounds)
    t.ok(found.includes(fault), `${fault}: ${found.join(', ')}`)
  }
  t.end()
})

const unit = (angle: number): Float32Array => Float32Array.of(Math.cos(angle), Math.sin(angle))

void t.test('what is least alike is taken, and of what says the same the best', (t) => {
  const angles = [0, 0.05, 0.1, 1.5, 3]
  const rows = angles.map((angle, at) => ({ vector: unit(angle), quality: at === 1 ? 1 : 0 }))
  const { taken, duplicates } = pickDiverse(rows, 3)
  t.strictSame(taken, [1, 4, 3])
  t.strictSame(duplicates, [
    [0, 1],
    [2, 1],
  ])
  t.strictSame(pickDiverse([], 3), { taken: [], duplicates: [] })
  t.ok(meanNearest(taken.map((at) => unit(angles[at] ?? 0))) < meanNearest(angles.map(unit)))
  t.end()
})

void t.test('rows are chosen by form and by meaning, corrections first', async (t) => {
  const rows = [
    row('When does it open?', 'The workshop opens at nine every day.'),
    row('When does it open?', 'The workshop opens at nine every day.', 'correction'),
    row('What does it cost?', 'A new chain costs twenty euros with its fitting.'),
    row('Who are you?', 'I am Thomas and my shop is yours.'),
  ]
  const { signal } = new AbortController()
  const choice = await chooseRows(rows, {
    ...bounds,
    count: 10,
    encoder: hashEncoder({ dimensions: 64 }),
    signal,
  })
  t.strictSame(choice.rows, [rows[1], rows[2]])
  t.match(choice, { read: 4, duplicates: 1, faults: { 'first person': 1 } })
})

void t.test('a person keeps, mends or drops in the terminal, and may come back', async (t) => {
  const rows = ['One is one.', 'Two is three.', 'Three is three.', 'Four is four.'].map((reply) =>
    row('How many?', reply),
  )
  const answers = ['what?', 'k', 'm', '', 'm', 'Two is two.', 'd']
  const decisions: Decision[] = []
  await reviewRows(rows, {
    // The input is at its end before the fourth row.
    ask: () => Promise.resolve(answers.shift()),
    write: () => undefined,
    onDecision: async (one) => void decisions.push(one),
  })
  t.strictSame(applyDecisions(rows, decisions, 'drop').map(replyOf), ['One is one.', 'Two is two.'])
  t.equal(applyDecisions(rows, decisions, 'keep').length, 3)
  t.strictSame(answers, [])
})

void t.test('the page holds the rows as data, and no markup of theirs', (t) => {
  const page = renderReviewPage([row('Hi', '</script><img src=x onerror=alert(1)>')])
  t.equal(page.match(/<\/script>/gu)?.length, 2)
  t.notOk(page.includes('<img'))
  t.match(page, /script-src 'sha256-/u)
  t.end()
})
