import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { LiveTurn } from '../../src/server/turns/live-turn.ts'
import type { TurnFrame } from '../../src/spec/turn-event.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { fakeAgent, fakeServices, replyOf } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const FRAMES = 300
const text = 'x'.repeat(60_000)

void t.test(
  'a client that reads slowly holds up nobody, fills no buffer, and misses nothing',
  async (t) => {
    const store = await openTestStore()
    const agent = fakeAgent(async function* (request) {
      yield { type: 'turn-start' }
      for (let i = 0; i < FRAMES; i += 1) yield { type: 'reply-delta', text }
      yield await Promise.resolve({ type: 'turn-end' as const, reply: replyOf(request, 'end') })
    })
    const app = await buildApp(fakeServices({ store, agent }), { version: '0.0.0' })
    t.teardown(() => app.close().then(() => store.close()))
    const url = await listenOnLoopback(app)
    const [slow, quick] = [await openChat(url), await openChat(url)]
    slow.send({ type: 'user-turn', text: 'slow' })
    const { dialogueId } = await slow.wait('turn-start')
    slow.socket.pause()
    quick.send({ type: 'resume', dialogueId, lastSeq: 0 })
    await quick.wait('turn-end')
    const unsent = [...app.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount)
    t.ok(Math.max(...unsent) < 2 * text.length, `at most a frame waits: ${unsent.join(', ')} bytes`)
    slow.socket.resume()
    await slow.wait('turn-end')
    t.strictSame(slow.frames, quick.frames)
    t.equal(slow.frames.length, FRAMES + 2)
  },
)

void t.test(
  'each follower gets each frame once, whenever it comes; the last to leave stops the turn',
  async (t) => {
    const turn = new LiveTurn({ dialogueId: 'd', turnId: 't' })
    const frame = (seq: number): TurnFrame => ({
      type: 'reply-delta',
      text: String(seq),
      dialogueId: 'd',
      turnId: 't',
      seq,
    })
    turn.push(frame(4))
    const early = turn.follow(0)
    const late = turn.follow(4)
    t.match(await early.next(), { value: { seq: 4 } })
    const [next, first] = [early.next(), late.next()]
    turn.push(frame(5))
    t.match(await next, { value: { seq: 5 } })
    t.match(await first, { value: { seq: 5 } })
    await early.return(undefined)
    t.notOk(turn.signal.aborted)
    await late.return(undefined)
    t.ok(turn.signal.aborted)
  },
)
