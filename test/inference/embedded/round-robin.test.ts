import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { TurnTaker } from '../../../src/inference/embedded/round-robin.ts'

/** Counts from 1 to `steps`, and notes each step under its name. */
async function* counting(name: string, steps: number, log: string[]): AsyncGenerator<number, void> {
  try {
    for (let i = 1; i <= steps; i += 1) {
      log.push(`${name}${i}`)
      yield i
    }
  } finally {
    log.push(`${name} left`)
  }
}

const never = new AbortController().signal
const ignore = (): void => undefined

void t.test('generators go step by step in turn', async (t) => {
  const log: string[] = []
  const turns = new TurnTaker<number>(4)
  const given: number[] = []
  await Promise.all([
    turns.run(counting('a', 3, log), (item) => given.push(item), never),
    turns.run(counting('b', 2, log), ignore, never),
  ])
  t.same(log, ['a1', 'a2', 'b1', 'a3', 'b2', 'a left', 'b left'])
  t.same(given, [1, 2, 3])
})

void t.test('beyond the limit a generator waits for its place', async (t) => {
  const log: string[] = []
  const turns = new TurnTaker<number>(1)
  await Promise.all([
    turns.run(counting('a', 2, log), ignore, never),
    turns.run(counting('b', 1, log), ignore, never),
  ])
  t.same(log, ['a1', 'a2', 'a left', 'b1', 'b left'])
})

void t.test('a caller who leaves costs no further step, running or waiting', async (t) => {
  const log: string[] = []
  const turns = new TurnTaker<number>(1)
  const gone = new AbortController()
  const running = turns.run(
    counting('a', 1000, log),
    (item) => {
      if (item === 3) gone.abort()
    },
    gone.signal,
  )
  const waiting = turns.run(counting('b', 1, log), ignore, gone.signal)
  const other = turns.run(counting('c', 1, log), ignore, never)
  await t.rejects(running, { code: 'ABORTED' })
  await t.rejects(waiting, { code: 'ABORTED' })
  await other
  t.same(log, ['a1', 'a2', 'a3', 'a left', 'c1', 'c left'])
})

void t.test('one that throws fails its own caller alone', async (t) => {
  const turns = new TurnTaker<number>(4)
  const failing = (async function* (): AsyncGenerator<number, void> {
    yield 1
    await setImmediate()
    throw new Error('broken')
  })()
  const log: string[] = []
  const other = turns.run(counting('a', 5, log), ignore, never)
  await t.rejects(turns.run(failing, ignore, never), { message: 'broken' })
  await other
  t.equal(log.length, 6)
})
