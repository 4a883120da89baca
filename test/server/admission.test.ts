import fc from 'fast-check'
import t from 'tap'
import {
  Admission,
  type AdmissionOptions,
  type Place,
} from '../../src/server/admission/admission.ts'
import { createCallerOf } from '../../src/server/admission/caller-of.ts'
import type { Work } from '../../src/server/admission/work.ts'
import { buildApp } from '../../src/server/app.ts'
import { AppError } from '../../src/spec/errors.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeRules, fakeServices, gated } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

/** A door with a clock of its own, which tells who has a seat. */
const openDoor = (options: Partial<AdmissionOptions> = {}) => {
  const clock = { now: 0 }
  const seated: string[] = []
  const given = { seats: 2, seatsEach: 2, waitingEach: 3, deadlineMs: 60_000, ...options }
  const door = new Admission({ ...given, now: () => clock.now, random: () => 0 })
  const queue = (caller: string, work: Partial<Work> = {}): Place => {
    const place = door.queue(caller, { kind: 'turn', ...work })
    void place.seated.then(
      () => seated.push(caller),
      () => undefined,
    )
    return place
  }
  return { clock, door, queue, seated }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const refusalOf = (work: () => unknown): AppError => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('it was let in')
}

void t.test(
  'who has least at work comes first, then who has waited longest for a turn',
  async (t) => {
    const { queue, seated } = openDoor()
    const first = queue('a')
    const second = queue('a')
    queue('a')
    queue('b')
    queue('c')
    await settle()
    t.strictSame(seated, ['a', 'a'])
    first.leave()
    await settle()
    t.strictSame(seated, ['a', 'a', 'b'])
    second.leave()
    await settle()
    t.strictSame(seated, ['a', 'a', 'b', 'c'])
  },
)

void t.test('one caller leaves seats for others, and has a short queue', async (t) => {
  const { queue, seated } = openDoor({ seats: 4, seatsEach: 2 })
  const places = Array.from({ length: 5 }, () => queue('a'))
  t.match(
    refusalOf(() => queue('a')),
    { code: 'OVERLOADED', details: { retryAfter: 5 } },
  )
  queue('b')
  await settle()
  t.strictSame(seated, ['a', 'a', 'b'])
  // A place that is left while it waits is free for another.
  places[4]?.leave()
  queue('a')
})

void t.test(
  'what would be late is refused at once, with the time after which it would not be',
  async (t) => {
    const { clock, queue } = openDoor({ seats: 1, seatsEach: 1, deadlineMs: 25_000 })
    const first = queue('a')
    clock.now = 10_000
    first.leave()
    // Ten seconds each, as measured: the third would be done after thirty.
    queue('a')
    queue('b')
    const late = refusalOf(() => queue('c'))
    t.match(late, { code: 'OVERLOADED', message: /in 5 s/, details: { retryAfter: 5 } })
    t.doesNotThrow(() => queue('c', { deadlineMs: 30_000 }))
    clock.now = 16_000
    t.match(
      refusalOf(() => queue('d')),
      { details: { retryAfter: 9 } },
      'three stand before it',
    )
    t.doesNotThrow(() => queue('e', { kind: 'score', cost: 0.1, deadlineMs: 60_000 }))
  },
)

void t.test('a first turn is let in however slow turns are', async (t) => {
  const { clock, queue } = openDoor({ deadlineMs: 1_000 })
  const slow = queue('a')
  clock.now = 90_000
  slow.leave()
  t.doesNotThrow(() => queue('a').leave('cut'))
})

void t.test('what waits in vain is told so, and what leaves makes room', async (t) => {
  const { queue, door } = openDoor({ seats: 1, seatsEach: 1, deadlineMs: 5_100 })
  const running = queue('a')
  const left = new AbortController()
  const leaving = queue('b', { deadlineMs: 20_000, signal: left.signal })
  left.abort()
  await t.rejects(leaving.seated, { code: 'ABORTED' })
  t.strictSame(door.count(), { running: 1, waiting: 0 })
  await t.rejects(door.enter('b', { kind: 'turn' }), { code: 'OVERLOADED' })
  running.leave()
  const leave = await door.enter('b', { kind: 'turn' })
  leave()
  leave()
  t.strictSame(door.count(), { running: 0, waiting: 0 })
  queue('a').leave('cut')
  queue('a')
  // What is let in by a wrong forecast has no more than its deadline to wait.
  const quick = new Admission({ seats: 1, seatsEach: 1, waitingEach: 1, deadlineMs: 10_050 })
  quick.queue('a', { kind: 'turn' })
  await t.rejects(quick.enter('b', { kind: 'turn', cost: 0.001, deadlineMs: 5_020 }), {
    code: 'OVERLOADED',
    details: { retryAfter: Number },
  })
})

void t.test('never more than the seats; whoever is let in is seated, once', async (t) => {
  const callers = fc.constantFrom('a', 'b', 'c', 'd')
  const steps = fc.array(fc.oneof(callers, fc.nat(9)), { maxLength: 60 })
  const property = fc.asyncProperty(steps, async (all) => {
    const { queue, door, seated } = openDoor({ seats: 3, seatsEach: 2 })
    const open: { readonly caller: string; readonly place: Place; isSeated: boolean }[] = []
    let letIn = 0
    for (const step of all) {
      if (typeof step === 'number') {
        const running = open.filter(({ isSeated }) => isSeated)
        const gone = running[step % Math.max(1, running.length)]
        if (gone === undefined) continue
        open.splice(open.indexOf(gone), 1)
        gone.place.leave()
      } else {
        try {
          const one = { caller: step, place: queue(step), isSeated: false }
          void one.place.seated.then(() => (one.isSeated = true))
          open.push(one)
          letIn += 1
        } catch {
          t.ok(open.filter((one) => one.caller === step && !one.isSeated).length >= 3)
        }
      }
      await settle()
      const running = open.filter(({ isSeated }) => isSeated)
      t.equal(door.count().running, running.length)
      t.ok(running.length <= 3)
      for (const { caller } of running) {
        t.ok(running.filter((one) => one.caller === caller).length <= 2)
      }
    }
    while (open.length > 0) {
      const index = open.findIndex(({ isSeated }) => isSeated)
      open.splice(index, 1)[0]?.place.leave()
      await settle()
    }
    t.equal(seated.length, letIn)
  })
  await fc.assert(property, { numRuns: 30 })
})

void t.test('a caller is a key, else an address, else a connection', async (t) => {
  const tenant = { ruleSet: 'shop', key: 'key-of-the-shop' }
  const keyed = createCallerOf(true)
  const at = (ip: string | undefined) => ({ id: 'c1', ip })
  t.equal(keyed(at('10.0.0.1'), tenant), keyed(at('10.0.0.2'), tenant))
  t.not(keyed(at('10.0.0.1'), tenant), keyed(at('10.0.0.1'), undefined))
  const open = createCallerOf(false)
  t.not(open(at('10.0.0.1'), undefined), open(at('10.0.0.2'), undefined))
  t.equal(open(at('::ffff:10.0.0.1'), undefined), open(at('10.0.0.1'), undefined))
  t.equal(open(at('2001:db8::1'), undefined), open(at('2001:db8::ffff:2'), undefined))
  t.not(open(at('2001:db8:0:1::1'), undefined), open(at('2001:db8::1'), undefined))
  t.equal(open(at('fe80::1%eth0'), undefined), open(at('fe80::2'), undefined))
  t.equal(open(at(undefined), undefined), 'connection c1')
})

void t.test('while one caller asks for fifty turns at once, another is answered', async (t) => {
  const store = await openTestStore()
  t.teardown(() => store.close())
  const gate = gated()
  const agent = fakeAgent((request) =>
    request.dialogue[0]?.text === 'greedy' ? gate.respond(request) : echo(request),
  )
  const rules = { ...fakeRules(), resolveSet: () => [] }
  const app = await buildApp(fakeServices({ store, agent, rules }), {
    apiKey: 'key-of-ours',
    tenants: [{ ruleSet: 'shop', key: 'key-of-the-shop' }],
  })
  t.teardown(() => app.close())
  const url = await listenOnLoopback(app)
  const greedy = await openChat(url, { headers: { authorization: 'Bearer key-of-ours' } })
  for (let n = 0; n < 50; n += 1) {
    greedy.send({ type: 'user-turn', text: 'greedy', clientTurnId: `greedy-${n}` })
  }
  greedy.send({ type: 'ping' })
  await greedy.wait('pong')
  const typesOf = (type: string) => greedy.frames.filter((frame) => frame.type === type).length
  t.equal(typesOf('retry-after'), 42, 'four are at work and four wait')
  const headers = { authorization: 'Bearer key-of-the-shop' }
  for (let n = 0; n < 15; n += 1) {
    const payload = { text: `modest ${n}` }
    const reply = await app.inject({ method: 'POST', url: '/reply', payload, headers })
    t.equal(reply.statusCode, 200)
  }
  const again = await app.inject({
    method: 'POST',
    url: '/reply',
    payload: { text: 'greedy' },
    headers: { authorization: 'Bearer key-of-ours' },
  })
  t.equal(again.statusCode, 503)
  t.match(again.headers, { 'retry-after': /^\d+$/ })
  t.match((await app.inject({ url: '/metrics' })).body, /^dunnock_waiting 4$/m)
  gate.letGo()
  while (typesOf('turn-end') < 8) await greedy.wait('turn-end')
  greedy.socket.terminate()
})
