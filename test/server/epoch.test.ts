import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { WebSocket } from 'ws'
import { createClient } from '../../src/client/client.ts'
import { buildApp } from '../../src/server/app.ts'
import type { TurnFrame } from '../../src/spec/turn-event.ts'
import { openStore } from '../../src/store/open-store.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'

const folder = await mkdtemp(join(tmpdir(), 'dunnock-epoch-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const data = join(folder, 'data')
const copy = join(folder, 'copy')

const start = async () => {
  const store = await openStore({ dataDir: data })
  const app = await buildApp(fakeServices({ store, agent: fakeAgent(echo) }))
  const url = await listenOnLoopback(app)
  const close = () => app.close().then(() => store.close())
  return { url, close }
}

void t.test(
  'a dialogue’s epoch outlives restarts, and changes where frames were lost',
  async (t) => {
    const first = await start()
    const before = await openChat(first.url)
    before.send({ type: 'user-turn', text: 'one two' })
    const { dialogueId, epoch } = await before.wait('turn-start')
    t.match(epoch, /./)
    const { seq: lastSeq = 0 } = await before.wait('turn-end')
    await first.close()
    await cp(data, copy, { recursive: true })

    const again = await start()
    const after = await openChat(again.url)
    after.send({ type: 'resume', dialogueId, lastSeq: 0, epoch })
    t.match(await after.wait('turn-start', 'resume'), { type: 'turn-start', epoch })
    after.send({ type: 'user-turn', text: 'three', dialogueId })
    t.match(await after.wait('turn-start', 'resume'), {
      type: 'turn-start',
      epoch,
      seq: lastSeq + 1,
    })
    const { seq: seen = 0 } = await after.wait('turn-end')
    after.send({ type: 'resume', dialogueId, lastSeq: seen + 1, epoch })
    const told = await after.wait('resume')
    t.match(told, { dialogueId, epoch: /./ }, 'it has seen what the store has not')
    t.not(told.epoch, epoch)
    await again.close()

    await rm(data, { recursive: true })
    await cp(copy, data, { recursive: true })
    const restored = await start()
    t.teardown(() => restored.close())
    const late = await openChat(restored.url)
    late.send({ type: 'user-turn', text: 'another three', dialogueId })
    const anew = await late.wait('turn-start')
    t.not(anew.epoch, epoch, 'an older copy took the place of the data')
    await late.wait('turn-end')
    late.send({ type: 'resume', dialogueId, lastSeq: seen, epoch })
    t.match(await late.wait('resume'), { epoch: anew.epoch })
    late.send({ type: 'resume', dialogueId, lastSeq: 0, epoch: anew.epoch })
    t.match(await late.wait('turn-start'), { seq: 1, epoch: anew.epoch })
    late.socket.terminate()
  },
)

void t.test('a client that is told of lost frames asks its turn again', async (t) => {
  const sent: object[] = []
  // The first connection is cut after its first frame; the second hears that frames were lost.
  class Scripted extends EventTarget {
    static opened = 0
    readonly #number = (Scripted.opened += 1)

    constructor() {
      super()
      queueMicrotask(() => this.dispatchEvent(new Event('open')))
    }

    send(text: string): void {
      const frame = JSON.parse(text) as { readonly type: string }
      sent.push(frame)
      const place = { dialogueId: 'd', turnId: `t${this.#number}` }
      if (frame.type === 'resume') {
        this.#say({ type: 'resume', dialogueId: 'd', epoch: 'e2' })
      } else if (frame.type === 'user-turn') {
        const epoch = `e${this.#number}`
        this.#say({ type: 'turn-start', ...place, epoch, seq: this.#number === 1 ? 5 : 3 })
        if (this.#number === 1) this.close(1006)
        else this.#say({ type: 'error', code: 'INTERNAL', message: 'x', ...place, seq: 4 })
      }
    }

    close(code = 1000): void {
      queueMicrotask(() => {
        this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }))
      })
    }

    #say(frame: object): void {
      queueMicrotask(() => {
        this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
      })
    }
  }
  const client = createClient({
    baseUrl: 'http://localhost',
    WebSocket: Scripted as unknown as typeof WebSocket,
    retryMs: 1,
  })
  const frames: TurnFrame[] = []
  for await (const frame of client.stream({ text: 'x', clientTurnId: 'c' })) frames.push(frame)
  t.strictSame(
    frames.map(({ type, seq }) => [type, seq]),
    [
      ['turn-start', 5],
      ['turn-start', 3],
      ['error', 4],
    ],
  )
  t.match(sent, [
    { type: 'user-turn' },
    { type: 'resume', lastSeq: 5, epoch: 'e1' },
    { type: 'user-turn', clientTurnId: 'c', dialogueId: 'd' },
  ])
})
