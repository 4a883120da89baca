import { randomUUID } from 'node:crypto'
import t from 'tap'
import { EXPORTS } from '../../src/cli/export/exports.ts'
import type { Feedback } from '../../src/spec/feedback.ts'
import { replyOf } from '../helpers/fake-services.ts'
import { evidenceOf } from '../helpers/fakes.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

const answered = async (dialogueId: string, text: string, reply: string): Promise<string> => {
  const turn = { dialogueId, turnId: randomUUID(), text }
  await store.startTurn(turn)
  const whole = { ...replyOf(turn, reply), evidence: [evidenceOf('e', 'There are seven.')] }
  await store.append(turn, { type: 'turn-end', reply: whole })
  return turn.turnId
}
const read = async (what: string, all = false, consented = false): Promise<object[]> => {
  const rows = []
  for await (const row of EXPORTS[what]?.(store, { all, consented }) ?? []) rows.push(row)
  return rows
}
const user = (text: string) => ({ participant: 'user', text })
const agent = (text: string) => ({ participant: 'agent', text })
const results = {
  participant: 'search-results',
  evidence: [{ title: 'Page e', text: 'There are seven.' }],
}

void t.test('dialogues and feedback become rows that training reads', async (t) => {
  const dialogueId = randomUUID()
  const first = await answered(dialogueId, 'How many?', 'Six.')
  const second = await answered(dialogueId, 'Sure?', 'Yes, six.')
  const third = await answered(dialogueId, 'Thanks', 'You are welcome.')
  const feedback: Feedback[] = [
    { turnId: first, rating: -1, correction: 'Seven.' },
    {
      turnId: second,
      comparison: { chosen: 'No, seven.', rejected: 'Yes, six.' },
      rating: 1,
      scale: 'stars',
    },
    { turnId: second, ruleReport: { ruleId: 'plausible', note: 'it is seven' } },
    { turnId: third, rating: 1 },
  ]
  for (const one of feedback) await store.addFeedback(one)

  const corrected = {
    source: 'correction',
    turns: [user('How many?'), results, agent('Seven.')],
  }
  const liked = {
    source: 'liked',
    turns: [
      user('How many?'),
      agent('Six.'),
      user('Sure?'),
      agent('Yes, six.'),
      user('Thanks'),
      results,
      agent('You are welcome.'),
    ],
  }
  t.strictSame(await read('sft'), [corrected, liked])
  t.equal((await read('sft', true)).length, 2, 'what was disliked is never learned')
  const before = [user('How many?'), agent('Six.'), user('Sure?')]
  t.match(await read('comparisons'), [
    { turns: [user('How many?')], chosen: 'Seven.', rejected: 'Six.', turnId: first, dialogueId },
    {
      turns: before,
      evidence: results.evidence,
      chosen: 'No, seven.',
      rejected: 'Yes, six.',
      turnId: second,
    },
  ])
  t.match(await read('rules'), [
    { ruleId: 'plausible', turns: before, reply: 'Yes, six.', kept: false, note: 'it is seven' },
  ])
  t.equal((await read('feedback')).length, 4)
  t.match(await read('dialogues'), [{ id: dialogueId, turns: { length: 3 } }])
})
