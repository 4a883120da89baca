import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { isAppError } from '../../src/spec/errors.ts'
import type { TurnEvent } from '../../src/spec/turn-event.ts'
import { replyOf } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

const startTurn = async (text = 'a question', more: { dialogueId?: string } = {}) => {
  const turn = { dialogueId: randomUUID(), ...more, turnId: randomUUID(), text }
  await store.startTurn(turn)
  return turn
}
const delta = (text: string): TurnEvent => ({ type: 'reply-delta', text })

void t.test('frames are numbered from 1 by one, and come back from any number on', async (t) => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 })
  const property = fc.asyncProperty(texts, fc.nat(10), async (all, lastSeq) => {
    const turn = await startTurn()
    const sent = []
    for (const text of all) sent.push(await store.append(turn, delta(text)))
    t.strictSame(
      sent.map(({ seq }) => seq),
      all.map((_, i) => i + 1),
    )
    const { dialogueId, turnId } = turn
    t.strictSame(await store.framesAfter(dialogueId, lastSeq, 100), sent.slice(lastSeq))
    t.strictSame(await store.framesOfTurn(turnId), sent)
  })
  await fc.assert(property, { numRuns: 20 })
})

void t.test('events appended at the same time get numbers of their own', async (t) => {
  const turn = await startTurn()
  const frames = await Promise.all(
    'abcdef'.split('').map((text) => store.append(turn, delta(text))),
  )
  t.strictSame(
    frames.map(({ seq }) => seq).toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6],
  )
})

void t.test('a turn is running until its last frame, then answered or failed', async (t) => {
  const first = await startTurn()
  t.equal((await store.findTurn(first.turnId))?.status, 'running')
  const reply = replyOf(first, 'an answer')
  await store.append(first, { type: 'turn-end', reply })
  t.match(await store.findTurn(first.turnId), { status: 'answered', reply, text: 'a question' })
  const second = await startTurn('more', { dialogueId: first.dialogueId })
  await store.append(second, { type: 'error', code: 'ABORTED', message: 'left' })
  t.match(await store.getDialogue(first.dialogueId), {
    lastSeq: 2,
    turns: [{ status: 'answered' }, { status: 'failed', text: 'more' }],
  })
})

void t.test('a turn is found by the id that its client gave it, until it has failed', async (t) => {
  const sent = { clientTurnId: randomUUID(), text: 'once' }
  const turn = { ...sent, dialogueId: randomUUID(), turnId: randomUUID() }
  const { dialogueId } = turn
  await store.startTurn(turn)
  t.match(await store.findSent(sent), { turnId: turn.turnId })
  t.match(await store.findSent({ ...sent, dialogueId }), { turnId: turn.turnId })
  t.equal(await store.findSent({ ...sent, dialogueId: randomUUID() }), undefined)
  t.equal(await store.findSent({ ...sent, text: 'other words' }), undefined)
  await t.rejects(store.startTurn({ ...turn, turnId: randomUUID() }), { code: 'STORE_FAILED' })
  await store.append(turn, { type: 'error', code: 'ABORTED', message: 'left' })
  t.equal(await store.findSent({ ...sent, dialogueId }), undefined)
  await store.startTurn({ ...turn, turnId: randomUUID() })
})

void t.test('dialogues are listed last used first, page by page, with a short title', async (t) => {
  const old = await startTurn('first  of\n all')
  const long = await startTurn('🐦'.repeat(200))
  await setTimeout(5) // the database's clock tells milliseconds, and who comes first in one is open
  await startTurn('again', { dialogueId: old.dialogueId })
  const { dialogues, total } = await store.listDialogues({ limit: 2 })
  t.ok(total >= 2)
  t.match(dialogues, [
    { id: old.dialogueId, title: 'first of all', turns: 2 },
    { id: long.dialogueId, title: `${'🐦'.repeat(79)}…`, turns: 1 },
  ])
  t.match((await store.listDialogues({ limit: 1, offset: 1 })).dialogues, [{ id: long.dialogueId }])
})

void t.test('feedback keeps the models of the turn that it is about', async (t) => {
  const turn = await startTurn()
  await store.append(turn, { type: 'turn-end', reply: replyOf(turn, 'an answer') })
  const { id } = await store.addFeedback({ turnId: turn.turnId, rating: -1 })
  const all = await store.listFeedback({ limit: 100 })
  t.match(
    all.find((one) => one.id === id),
    { rating: -1, dialogueId: turn.dialogueId, models: { rewardModel: 'fake-reward-model' } },
  )
  await t.rejects(store.addFeedback({ turnId: 'nobody', rating: 1 }), { code: 'TURN_NOT_FOUND' })
})

void t.test('deleting a dialogue deletes all that belongs to it', async (t) => {
  const turn = await startTurn()
  const { dialogueId, turnId } = turn
  await store.append(turn, { type: 'turn-end', reply: replyOf(turn, 'an answer') })
  await store.addFeedback({ turnId, rating: 1 })
  await store.deleteDialogue(dialogueId)
  t.equal(await store.getDialogue(dialogueId), undefined)
  t.equal(await store.findTurn(turnId), undefined)
  t.strictSame(await store.framesAfter(dialogueId, 0, 10), [])
  t.notOk((await store.listFeedback({ limit: 100 })).some((one) => one.turnId === turnId))
  const error: unknown = await store.deleteDialogue(dialogueId).catch((thrown: unknown) => thrown)
  t.ok(isAppError(error, 'DIALOGUE_NOT_FOUND'))
})

void t.test('a turn is deleted alone, and its dialogue with the last one', async (t) => {
  const first = await startTurn()
  const { dialogueId } = first
  await store.append(first, { type: 'turn-end', reply: replyOf(first, 'an answer') })
  const preceding = [{ participant: 'user' as const, text: 'said before' }]
  const second = { dialogueId, turnId: randomUUID(), text: 'another', preceding }
  await store.startTurn(second)
  await store.append(second, { type: 'turn-end', reply: replyOf(second, 'an answer') })
  t.strictSame((await store.findTurn(second.turnId))?.preceding, preceding)
  const branch = await store.branchDialogue(dialogueId, (await startTurn('x', first)).turnId)
  t.strictSame((await store.getDialogue(branch.id))?.turns[1]?.preceding, preceding)

  const { epoch } = (await store.headOf(dialogueId)) ?? {}
  await store.deleteTurn(first.turnId)
  const left = await store.getDialogue(dialogueId)
  t.equal(left?.turns[0]?.turnId, second.turnId)
  t.not(left?.epoch, epoch, 'clients read it anew')
  for (const { turnId } of left?.turns ?? []) await store.deleteTurn(turnId)
  t.equal(await store.getDialogue(dialogueId), undefined)
  const error: unknown = await store.deleteTurn(first.turnId).catch((thrown: unknown) => thrown)
  t.ok(isAppError(error, 'TURN_NOT_FOUND'))
})
