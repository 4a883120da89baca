import t from 'tap'
import { buildApp, type AppOptions } from '../../src/server/app.ts'
import { AppError } from '../../src/spec/errors.ts'
import type { Agent } from '../../src/agent/agent.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices, gated } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

type Test = { teardown(done: () => unknown): void }

const start = async (t: Test, respond: Agent['respond'], options: Partial<AppOptions> = {}) => {
  const services = fakeServices({ store, agent: fakeAgent(respond) })
  const app = await buildApp(services, { version: '0.0.0', graceMs: 50, ...options })
  t.teardown(() => app.close())
  return { app, url: await listenOnLoopback(app) }
}

void t.test('a ping gets a pong; a bad frame gets an error, and the socket goes on', async (t) => {
  const { url } = await start(t, echo)
  const chat = await openChat(url)
  const bad = [
    ['{', 'INVALID_JSON'],
    ['[]', 'INVALID_REQUEST'],
    [{ type: 'shout' }, 'INVALID_REQUEST'],
    [{ type: 'user-turn', text: '   ' }, 'INVALID_REQUEST'],
    [{ type: 'user-turn', text: 'x', loud: true }, 'INVALID_REQUEST'],
    ['{"type":"user-turn","text":"\\ud83d"}', 'INVALID_TEXT'],
    [{ type: 'user-turn', text: 'x', dialogueId: 'nobody' }, 'DIALOGUE_NOT_FOUND'],
    [{ type: 'resume', dialogueId: 'nobody', lastSeq: 0 }, 'DIALOGUE_NOT_FOUND'],
    [{ type: 'stop', turnId: 'nobody' }, 'TURN_NOT_FOUND'],
    [{ type: 'feedback', turnId: 'nobody', rating: 1 }, 'TURN_NOT_FOUND'],
    [{ type: 'feedback', turnId: 'nobody' }, 'INVALID_REQUEST'],
  ] as const
  for (const [frame, code] of bad) {
    chat.send(frame)
    t.match(await chat.wait('error'), { code, requestId: String }, JSON.stringify(frame))
  }
  chat.socket.send(Buffer.from('{}'), { binary: true })
  t.match(await chat.wait('error'), { code: 'INVALID_JSON' })
  chat.send({ type: 'ping' })
  await chat.wait('pong')
  chat.send({ type: 'user-turn', text: 'still here?' })
  await chat.wait('turn-end')
})

void t.test('an unknown field of a frame is named', async (t) => {
  const chat = await openChat((await start(t, echo)).url)
  chat.send({ type: 'user-turn', text: 'x', clientTurnId: 'c', loud: true })
  t.match(await chat.wait('error'), { details: [{ path: 'loud', message: 'unknown field' }] })
})

void t.test('stop ends the turn with an error, and the next turn is answered', async (t) => {
  const gate = gated()
  const { url } = await start(t, (request) =>
    request.dialogue.length > 1 || request.dialogue[0]?.text === 'next'
      ? echo(request)
      : gate.respond(request),
  )
  const chat = await openChat(url)
  chat.send({ type: 'user-turn', text: 'first' })
  const { turnId, dialogueId } = await chat.wait('turn-start')
  await gate.started
  chat.send({ type: 'user-turn', text: 'meanwhile', dialogueId, clientTurnId: 'c2' })
  t.match(await chat.wait('error'), { code: 'DIALOGUE_BUSY', clientTurnId: 'c2' })
  chat.send({ type: 'stop', turnId })
  t.match(await chat.wait('error'), { code: 'ABORTED', turnId, message: /stopped/ })
  t.ok(gate.state.aborted)
  chat.send({ type: 'stop', turnId })
  chat.send({ type: 'user-turn', text: 'next', dialogueId })
  t.match(await chat.wait('turn-end', 'error'), { type: 'turn-end', dialogueId, seq: 6 })
})

void t.test('a second client is answered while the first still waits', async (t) => {
  const gate = gated()
  const { url } = await start(t, (request) =>
    request.dialogue[0]?.text === 'slow' ? gate.respond(request) : echo(request),
  )
  const [slow, quick] = [await openChat(url), await openChat(url)]
  slow.send({ type: 'user-turn', text: 'slow' })
  await gate.started
  quick.send({ type: 'user-turn', text: 'quick' })
  t.match(await quick.wait('turn-end'), { reply: { text: 'quick' } })
  gate.letGo()
  t.match(await slow.wait('turn-end'), { reply: { text: 'late' } })
})

void t.test(
  'what the agent throws becomes the last frame, and unexpected things say nothing',
  async (t) => {
    const failures = [
      new AppError('LANGUAGE_MODEL_FAILED', 'the model is down'),
      new Error('a secret of the house'),
    ]
    const { url } = await start(t, async function* () {
      yield { type: 'turn-start' }
      await Promise.resolve()
      throw failures.shift() ?? new Error('no more')
    })
    const chat = await openChat(url)
    chat.send({ type: 'user-turn', text: 'x' })
    t.match(await chat.wait('error'), { seq: 2, code: 'LANGUAGE_MODEL_FAILED', message: /is down/ })
    chat.send({ type: 'user-turn', text: 'x' })
    const error = await chat.wait('error')
    t.match(error, { seq: 2, code: 'INTERNAL' })
    t.notMatch(error.message, /secret/)
  },
)

void t.test('a frame over 64 KiB closes the socket with 1009', async (t) => {
  const { url } = await start(t, echo)
  const chat = await openChat(url)
  chat.send({ type: 'user-turn', text: 'x'.repeat(70_000) })
  t.equal(await chat.closed(), 1009)
  const another = await openChat(url)
  another.send({ type: 'ping' })
  await another.wait('pong')
})

void t.test('an overloaded service says when to come back and closes with 1013', async (t) => {
  const gate = gated()
  const { url, app } = await start(t, gate.respond, { maxTurns: 1, maxWaiting: 0 })
  const [first, second] = [await openChat(url), await openChat(url)]
  first.send({ type: 'user-turn', text: 'x' })
  await gate.started
  second.send({ type: 'user-turn', text: 'y', clientTurnId: 'c' })
  t.match(await second.wait('retry-after'), { retryAfter: Number, clientTurnId: 'c' })
  t.equal(await second.closed(), 1013)
  const refused = await app.inject({ method: 'POST', url: '/reply', payload: { text: 'z' } })
  t.equal(refused.statusCode, 503)
  t.match(refused.json(), { error: { code: 'OVERLOADED' } })
  t.match(refused.headers, { 'retry-after': /^\d+$/ })
  gate.letGo()
  await first.wait('turn-end')
})

void t.test(
  'a closing service lets turns end for a while, then stops them, and closes with 1012',
  async (t) => {
    const gate = gated()
    const { url, app } = await start(t, gate.respond)
    const chat = await openChat(url)
    chat.send({ type: 'user-turn', text: 'x' })
    await gate.started
    await app.close()
    t.match(await chat.wait('error'), { code: 'ABORTED', message: /restarting/, seq: 2 })
    t.equal(await chat.closed(), 1012)
  },
)

void t.test('a wrong key or a foreign page is closed with 1008', async (t) => {
  const { url } = await start(t, echo, { apiKey: 'a-long-key', origins: ['https://ours.example'] })
  const key = { authorization: 'Bearer a-long-key' }
  const refused = [
    {},
    { headers: { authorization: 'Bearer wrong' } },
    { headers: { ...key, origin: 'https://theirs.example' } },
    { headers: { ...key, host: 'theirs.example' } },
  ]
  for (const options of refused) {
    t.equal(await (await openChat(url, options)).closed(), 1008, JSON.stringify(options))
  }
  for (const headers of [
    key,
    { ...key, origin: 'https://ours.example' },
    { ...key, origin: url },
  ]) {
    const chat = await openChat(url, { headers })
    chat.send({ type: 'ping' })
    await chat.wait('pong')
  }
})

void t.test('models that are still loading are said to be', async (t) => {
  const services = fakeServices({ store, isReady: () => false })
  const app = await buildApp(services, { version: '0.0.0' })
  t.teardown(() => app.close())
  const chat = await openChat(await listenOnLoopback(app))
  chat.send({ type: 'user-turn', text: 'x' })
  t.match(await chat.wait('error'), { code: 'NOT_READY' })
  const reply = await app.inject({ method: 'POST', url: '/reply', payload: { text: 'z' } })
  t.equal(reply.statusCode, 503)
  t.equal((await app.inject({ url: '/ready' })).statusCode, 503)
  t.equal((await app.inject({ url: '/health' })).statusCode, 200)
})
