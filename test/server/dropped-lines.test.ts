import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { askThroughDrops } from '../helpers/ask-through-drops.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices, gated } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const TURNS = 200
const AT_ONCE = 20

// Some thousands of writes, which take seconds on a machine of their own.
t.setTimeout(600_000)
const store = await openTestStore()
t.teardown(() => store.close())
const asked: string[] = []
const agent = fakeAgent(async function* (request) {
  asked.push(request.dialogue.at(-1)?.text ?? '')
  for await (const event of echo(request)) {
    yield event
    await wait(2)
  }
})
const app = await buildApp(fakeServices({ store, agent }), { maxTurns: 2 * AT_ONCE })
t.teardown(() => app.close())
const url = await listenOnLoopback(app)

const dropArbitrary = fc.record({
  frames: fc.nat(6),
  ms: fc.nat(60),
  awayMs: fc.nat(30),
})
const plans = fc.sample(fc.array(dropArbitrary, { minLength: 1, maxLength: 4 }), {
  numRuns: TURNS,
  seed: 7,
})

void t.test(
  `${TURNS} turns whose lines drop at any point: each is answered once, whole and in order`,
  async (t) => {
    const ask = async (index: number): Promise<void> => {
      const clientTurnId = `dropped-${index}`
      const text = `turn ${index} ends`
      const frames = await askThroughDrops(url, { text, clientTurnId }, plans[index] ?? [])
      t.match(frames.at(-1), { type: 'turn-end', reply: { text } }, clientTurnId)
      t.strictSame(await store.framesOfTurn(frames[0]?.turnId ?? ''), frames, clientTurnId)
      t.strictSame(
        frames.map(({ seq }) => seq),
        Array.from(frames, (_, i) => i + 1),
      )
    }
    for (let done = 0; done < TURNS; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => ask(done + i)))
    }
    t.equal(asked.length, TURNS, 'no turn was computed twice')
    t.equal(new Set(asked).size, TURNS)
  },
)

void t.test('stop ends a turn at once, also before its first frame was seen', async (t) => {
  const gate = gated()
  const services = fakeServices({ store, agent: fakeAgent(gate.respond) })
  const gatedApp = await buildApp(services)
  t.teardown(() => gatedApp.close())
  const chat = await openChat(await listenOnLoopback(gatedApp))
  chat.send({ type: 'user-turn', text: 'x', clientTurnId: 'early' })
  chat.send({ type: 'stop', clientTurnId: 'early' })
  t.match(await chat.wait('error'), { code: 'ABORTED', message: /stopped/, seq: Number })
  chat.send({ type: 'stop', clientTurnId: 'early' })
  t.match(await chat.wait('error'), { code: 'TURN_NOT_FOUND' })
  chat.send({ type: 'stop' })
  t.match(await chat.wait('error'), { code: 'INVALID_REQUEST' })
  chat.socket.terminate()
})

void t.test('a turn whose client may come back gives way before anyone is refused', async (t) => {
  const gate = gated()
  const services = fakeServices({
    store,
    agent: fakeAgent((request) =>
      request.dialogue[0]?.text === 'slow' ? gate.respond(request) : echo(request),
    ),
  })
  const small = await buildApp(services, { maxTurns: 1, maxWaiting: 0 })
  t.teardown(() => small.close())
  const smallUrl = await listenOnLoopback(small)
  const first = await openChat(smallUrl)
  first.send({ type: 'user-turn', text: 'slow', clientTurnId: 'slow' })
  const { dialogueId } = await first.wait('turn-start')
  await gate.started
  const refused = await openChat(smallUrl)
  refused.send({ type: 'user-turn', text: 'quick' })
  await refused.wait('retry-after')
  first.socket.terminate()
  while (small.websocketServer.clients.size > 0) await wait(5)
  const second = await openChat(smallUrl)
  second.send({ type: 'user-turn', text: 'quick' })
  t.match(await second.wait('turn-end', 'retry-after'), { reply: { text: 'quick' } })
  second.send({ type: 'resume', dialogueId, lastSeq: 1 })
  t.match(await second.wait('error'), { code: 'ABORTED', message: /others were waiting/ })
  second.socket.terminate()
})
