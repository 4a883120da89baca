import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import type { Agent } from '../../src/agent/agent.ts'
import { fakeAgent, fakeServices, replyOf } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

// What the agent was given to read, a text a turn.
let read: readonly string[] = []

/** Answers with the words of the question, and wrote "or so" as well. */
const respond: Agent['respond'] = async function* ({ dialogue, ...place }) {
  read = dialogue.map(({ text }) => text)
  const reply = replyOf(place, read.at(-1) ?? '')
  const { scorecard } = reply
  const candidates = [reply.text, 'or so'].map((text) => ({ text, evidenceIds: [], scorecard }))
  yield { type: 'turn-start' }
  yield await Promise.resolve({ type: 'turn-end' as const, reply: { ...reply, candidates } })
}

const store = await openTestStore()
const app = await buildApp(
  fakeServices({
    store,
    agent: fakeAgent(respond),
    rules: { ...fakeServices({ store }).rules, all: () => [] },
  }),
  { version: '0.0.0' },
)
t.teardown(async () => {
  await app.close()
  await store.close()
})

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) => {
  const answer = await app.inject({ method, url, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}
const say = async (text: string, dialogueId?: string) => {
  const { body } = await call('POST', '/reply', { text, ...(dialogueId && { dialogueId }) })
  return body as { dialogueId: string; turnId: string }
}

void t.test('dialogues are found by what was said in them, and renamed', async (t) => {
  const { dialogueId } = await say('Where do dunnocks 100% nest?')
  await say('Something else')
  const find = async (query: string) => {
    const { body } = await call('GET', `/dialogues?query=${encodeURIComponent(query)}`)
    return body.dialogues.map(({ id }: { id: string }) => id)
  }
  t.strictSame(await find('DUNNOCKS'), [dialogueId])
  t.strictSame(await find('100%'), [dialogueId])
  t.strictSame(await find('1%0'), [])
  t.equal((await call('PATCH', `/dialogues/${dialogueId}`, { title: ' Birds ' })).status, 200)
  t.strictSame(await find('birds'), [dialogueId])
  t.equal((await call('GET', `/dialogues/${dialogueId}`)).body.title, 'Birds')
  t.equal((await call('PATCH', '/dialogues/none', { title: 'x' })).status, 404)
  t.equal((await call('PATCH', `/dialogues/${dialogueId}`, { title: ' ' })).status, 400)
})

void t.test('a long dialogue is read from its end, part by part', async (t) => {
  const { dialogueId } = await say('turn 0')
  for (let i = 1; i < 5; i += 1) await say(`turn ${i}`, dialogueId)
  type Part = { earlier: number; turns: { participant: string; text: string; turnId: string }[] }
  const read = async (query: string): Promise<Part> =>
    (await call('GET', `/dialogues/${dialogueId}?${query}`)).body
  const asked = ({ turns }: Part) => turns.filter((one) => one.participant === 'user')
  const last = await read('last=2')
  t.strictSame(
    asked(last).map(({ text }) => text),
    ['turn 3', 'turn 4'],
  )
  t.equal(last.earlier, 3)
  const before = await read(`last=2&before=${asked(last)[0]?.turnId}`)
  t.strictSame(
    asked(before).map(({ text }) => text),
    ['turn 1', 'turn 2'],
  )
  t.equal(before.earlier, 1)
  t.equal(asked(await read('')).length, 5)
  t.equal((await call('GET', `/dialogues/${dialogueId}?last=2&before=none`)).status, 404)
})

void t.test('a branch has what was said before a turn, and goes its own way', async (t) => {
  const { dialogueId } = await say('first')
  const { turnId } = await say('second', dialogueId)
  const { status, body } = await call('POST', '/dialogues', { from: dialogueId, before: turnId })
  t.equal(status, 201)
  await say('another second', body.id)
  const texts = async (id: string) =>
    (await call('GET', `/dialogues/${id}`)).body.turns.map(({ text }: { text: string }) => text)
  t.strictSame(await texts(body.id), ['first', 'first', 'another second', 'another second'])
  t.strictSame(await texts(dialogueId), ['first', 'first', 'second', 'second'])
  t.equal((await call('POST', '/dialogues', { from: dialogueId, before: 'none' })).status, 404)
  t.equal((await call('POST', '/dialogues', { from: 'none', before: turnId })).status, 404)
})

void t.test('feedback is told with its turn, and can be taken back', async (t) => {
  const { dialogueId, turnId } = await say('rate me')
  const { body } = await call('POST', '/feedback', { turnId, rating: 1, scale: 'thumb' })
  const given = async () => (await call('GET', `/dialogues/${dialogueId}`)).body.turns[1].feedback
  t.match(await given(), [{ id: body.id, rating: 1 }])
  t.equal((await call('DELETE', `/feedback/${body.id}`)).status, 204)
  t.equal(await given(), undefined)
  t.strictSame(await store.listFeedback({ limit: 10 }), [])
  t.equal((await call('DELETE', `/feedback/${body.id}`)).status, 404)
})

void t.test(
  'a correction that corrects nothing is refused, as is a comparison with itself',
  async (t) => {
    const { turnId } = await say('as it is')
    t.equal((await call('POST', '/feedback', { turnId, correction: 'as it is ' })).status, 400)
    const comparison = { chosen: 'a', rejected: 'a' }
    t.equal((await call('POST', '/feedback', { turnId, comparison })).status, 400)
    t.equal((await call('POST', '/feedback', { turnId, correction: 'better' })).status, 201)
  },
)

void t.test(
  'a candidate that is put in the place of a reply is what later turns read',
  async (t) => {
    const { dialogueId, turnId } = await say('first')
    const comparison = { chosen: 'or so', rejected: 'first', replaces: true }
    const given = await call('POST', '/feedback', { turnId, comparison })
    t.equal(given.status, 201)
    const second = await say('second', dialogueId)
    t.strictSame(read, ['first', 'or so', 'second'])
    const insteadIn = async (id: string) =>
      (await call('GET', `/dialogues/${id}`)).body.turns[1].instead
    t.equal(await insteadIn(dialogueId), 'or so')

    const { body: branch } = await call('POST', '/dialogues', {
      from: dialogueId,
      before: second.turnId,
    })
    t.equal(await insteadIn(branch.id), 'or so', 'a branch goes on from what was shown')
    const copied = (await call('GET', `/dialogues/${branch.id}`)).body.turns[1].turnId
    const back = { chosen: 'first', rejected: 'or so', replaces: true }
    t.equal((await call('POST', '/feedback', { turnId: copied, comparison: back })).status, 201)
    await say('third', branch.id)
    t.strictSame(read, ['first', 'first', 'third'])

    t.equal((await call('DELETE', `/feedback/${given.body.id}`)).status, 204)
    t.equal(await insteadIn(dialogueId), undefined)
    await say('third', dialogueId)
    t.strictSame(read, ['first', 'first', 'second', 'second', 'third'])
    const foreign = { ...comparison, chosen: 'what nobody wrote' }
    const refused = await call('POST', '/feedback', { turnId, comparison: foreign })
    t.match(refused, { status: 400, body: { error: { message: /no candidate/ } } })
    const plain = { chosen: 'or so', rejected: 'first' }
    await call('POST', '/feedback', { turnId, comparison: plain })
    t.equal(await insteadIn(dialogueId), undefined, 'a comparison alone changes nothing')
  },
)

void t.test('a dialogue tells whether it may be learnt from, as was last said', async (t) => {
  const { dialogueId, turnId } = await say('may you?')
  const told = async () => (await call('GET', `/dialogues/${dialogueId}`)).body.consent
  t.equal(await told(), undefined)
  for (const consent of [true, false]) {
    await call('POST', '/feedback', { turnId, consent })
    t.equal(await told(), consent)
  }
})
