import { once } from 'node:events'
import { request } from 'node:http'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { fakeAgent, fakeServices, gated } from '../helpers/fake-services.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

const leaving = ['application/json', 'text/event-stream', 'websocket'] as const

for (const door of leaving) {
  void t.test(`a client that leaves stops its turn (${door})`, async (t) => {
    const gate = gated()
    const services = fakeServices({ store, agent: fakeAgent(gate.respond) })
    const app = await buildApp(services, { version: '0.0.0', lineGraceMs: 20 })
    t.teardown(() => app.close())
    const url = await listenOnLoopback(app)
    const leave = await begin(url, door)
    await gate.started
    const left = performance.now()
    leave()
    while (!gate.state.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
    t.ok(performance.now() - left < 2_000)
    const { dialogues } = await store.listDialogues({ limit: 1 })
    const id = dialogues[0]?.id ?? ''
    for (;;) {
      const frames = await store.framesAfter(id, 0, 100)
      if (frames.at(-1)?.type === 'turn-start') continue
      t.match(frames, [{ type: 'turn-start' }, { type: 'error', code: 'ABORTED' }])
      break
    }
    t.equal((await store.getDialogue(id))?.turns[0]?.status, 'failed')
  })
}

const begin = async (url: string, door: (typeof leaving)[number]): Promise<() => void> => {
  if (door === 'websocket') {
    const chat = await openChat(url)
    chat.send({ type: 'user-turn', text: 'x' })
    return () => chat.socket.terminate()
  }
  const headers = { 'content-type': 'application/json', accept: door }
  const call = request(`${url}/reply`, { method: 'POST', headers })
  call.on('error', () => undefined)
  call.end(JSON.stringify({ text: 'x' }))
  if (door === 'text/event-stream') await once(call, 'response')
  return () => call.destroy()
}

void t.test('a line without a word stays open for longer than a turn may take', async (t) => {
  for (const deadlineMs of [1_000, 3_600_000]) {
    const app = await buildApp(fakeServices({ store }), { deadlineMs })
    t.teardown(() => app.close())
    t.ok(app.server.timeout > 2 * deadlineMs)
    t.ok(app.server.timeout >= 180_000)
  }
})
