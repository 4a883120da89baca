import fc from 'fast-check'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import type { Agent } from '../../src/agent/agent.ts'
import { createStore } from '../../src/store/open-store.ts'
import { listenOnLoopback, openChat, type ChatSocket } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices, gated } from '../helpers/fake-services.ts'
import { openTestDatabase } from '../helpers/test-database.ts'

const database = await openTestDatabase()
t.teardown(() => database.close())

/** A service over the same database, as after a restart. */
const start = async (respond: Agent['respond']) => {
  const store = await createStore(database)
  const services = fakeServices({ store, agent: fakeAgent(respond) })
  const app = await buildApp(services, { version: '0.0.0', graceMs: 20, lineGraceMs: 20 })
  const url = await listenOnLoopback(app)
  return { app, url, store }
}

const seqs = (chat: ChatSocket): number[] => chat.frames.flatMap(({ seq }) => seq ?? [])
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

void t.test('after a restart every frame after lastSeq comes once, in order', async (t) => {
  const before = await start(echo)
  const chat = await openChat(before.url)
  chat.send({ type: 'user-turn', text: 'one two three' })
  const { dialogueId } = await chat.wait('turn-end')
  chat.send({ type: 'user-turn', text: 'and more words', dialogueId })
  await chat.wait('turn-end')
  const sent = chat.frames
  await before.app.close()

  const after = await start(echo)
  t.teardown(() => after.app.close())
  const property = fc.asyncProperty(
    fc.integer({ min: 0, max: sent.length - 1 }),
    async (lastSeq) => {
      const again = await openChat(after.url)
      again.send({ type: 'resume', dialogueId, lastSeq })
      while (again.frames.length < sent.length - lastSeq) await again.wait(...TYPES)
      again.send({ type: 'ping' })
      await again.wait('pong')
      t.strictSame(again.frames.slice(0, -1), sent.slice(lastSeq))
      again.socket.close()
    },
  )
  await fc.assert(property, { numRuns: 12 })
})

const TYPES = ['turn-start', 'decision', 'reply-delta', 'turn-end', 'error']

void t.test('a turn cut short by a crash ends with an error after the restart', async (t) => {
  const store = await createStore(database)
  const turn = { dialogueId: 'crashed', turnId: 'turn-of-crashed', text: 'x' }
  await store.startTurn(turn)
  await store.append(turn, { type: 'turn-start' })
  const { app, url } = await start(echo)
  t.teardown(() => app.close())
  const chat = await openChat(url)
  chat.send({ type: 'resume', dialogueId: 'crashed', lastSeq: 1 })
  t.match(await chat.wait('error'), { seq: 2, code: 'ABORTED', turnId: turn.turnId })
  chat.send({ type: 'user-turn', text: 'again', dialogueId: 'crashed' })
  t.match(await chat.wait('turn-end'), { reply: { text: 'again' } })
})

void t.test('a turn that another socket resumed goes on when the first one is lost', async (t) => {
  const gate = gated()
  const { app, url } = await start(gate.respond)
  t.teardown(() => app.close())
  const [first, second] = [await openChat(url), await openChat(url)]
  first.send({ type: 'user-turn', text: 'x' })
  const { dialogueId } = await first.wait('turn-start')
  await gate.started
  second.send({ type: 'resume', dialogueId, lastSeq: 0 })
  await second.wait('turn-start')
  first.socket.terminate()
  await first.closed()
  second.send({ type: 'ping' })
  await second.wait('pong')
  gate.letGo()
  t.match(await second.wait('turn-end', 'error'), { type: 'turn-end', seq: 3 })
  t.strictSame(seqs(second), [1, 2, 3])
  t.notOk(gate.state.aborted)
})

void t.test(
  'resuming on the socket that follows the turn already does not repeat what comes',
  async (t) => {
    const gate = gated()
    const { app, url } = await start(gate.respond)
    t.teardown(() => app.close())
    const chat = await openChat(url)
    chat.send({ type: 'user-turn', text: 'x' })
    const { dialogueId } = await chat.wait('turn-start')
    await gate.started
    chat.send({ type: 'resume', dialogueId, lastSeq: 1 })
    chat.send({ type: 'ping' })
    await chat.wait('pong')
    gate.letGo()
    await chat.wait('turn-end')
    t.strictSame(seqs(chat), [1, 2, 3])
  },
)

void t.test('a turn sent again under its clientTurnId is the same turn', async (t) => {
  const turns: string[] = []
  const { app, url, store } = await start((request) => {
    turns.push(request.turnId)
    return echo(request)
  })
  t.teardown(() => app.close())
  const frame = { type: 'user-turn', text: 'only once', clientTurnId: 'client-turn-1' }
  const first = await openChat(url)
  first.send(frame)
  first.send(frame)
  const end = await first.wait('turn-end')
  t.match(first.frames[0], { type: 'turn-start', clientTurnId: 'client-turn-1' })
  const second = await openChat(url)
  second.send(frame)
  t.strictSame(await second.wait('turn-end'), end)
  second.send({ ...frame, dialogueId: end.dialogueId })
  t.strictSame(await second.wait('turn-end'), end)
  t.strictSame(seqs(second), [...range(1, end.seq ?? 0), ...range(1, end.seq ?? 0)])
  t.strictSame(turns, [end.turnId])
  t.equal((await store.getDialogue(end.dialogueId ?? ''))?.turns.length, 1)
  second.send({ ...frame, dialogueId: end.dialogueId, text: 'something else' })
  t.match(await second.wait('error'), { code: 'INVALID_REQUEST', clientTurnId: 'client-turn-1' })
})

void t.test(
  'a turn whose caller left for too long is answered when it is sent again',
  async (t) => {
    const gate = gated()
    const answers = [gate.respond, echo]
    const { app, url } = await start((request) => (answers.shift() ?? echo)(request))
    t.teardown(() => app.close())
    const frame = { type: 'user-turn', text: 'try again', clientTurnId: 'client-turn-2' }
    const first = await openChat(url)
    first.send(frame)
    const { dialogueId } = await first.wait('turn-start')
    await gate.started
    first.socket.terminate()
    while (!gate.state.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
    const second = await openChat(url)
    second.send({ type: 'resume', dialogueId, lastSeq: 1 })
    t.match(await second.wait('error'), { code: 'ABORTED', seq: 2 })
    second.send({ ...frame, dialogueId })
    t.match(await second.wait('turn-end'), { reply: { text: 'try again' } })
  },
)
