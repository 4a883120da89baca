import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { BatchQueue } from '../../../src/inference/graphs/batch-queue.ts'

type Row = { readonly id: number; readonly length: number; readonly key: string }

const BUDGET = 100

/** A queue whose batches are kept, and take a turn of the event loop. */
const recording = (capacity = 1e9) => {
  const batches: (readonly Row[])[] = []
  const queue = new BatchQueue<Row, number>({
    budget: BUDGET,
    capacity,
    lengthOf: ({ length }) => length,
    keyOf: ({ key }) => key,
    run: async (rows) => {
      batches.push(rows)
      await setImmediate()
      return rows.map(({ id }) => id)
    },
  })
  return { queue, batches }
}

const row = (id: number, length = 10, key = 'a'): Row => ({ id, length, key })

void t.test(
  'no batch exceeds the budget or mixes keys, and everyone is answered once, in order',
  async (t) => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: BUDGET }), fc.constantFrom('a', 'b')))
    const calls = fc.array(fc.tuple(rows, fc.nat(3)), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(calls, async (given) => {
        const { queue, batches } = recording()
        let id = 0
        const asked = given.map(([own, pause]) => ({
          pause,
          own: own.map(([length, key]) => row(id++, length, key)),
        }))
        const answers: Promise<readonly number[]>[] = []
        for (const { own, pause } of asked) {
          answers.push(queue.run(own))
          for (let i = 0; i < pause; i += 1) await setImmediate()
        }
        const ids = asked.map(({ own }) => own.map((one) => one.id))
        t.same(await Promise.all(answers), ids)
        t.same(
          batches.flat().map((one) => one.id),
          ids.flat(),
        )
        for (const batch of batches) {
          const longest = Math.max(...batch.map(({ length }) => length))
          if (longest * batch.length > BUDGET) t.fail('a batch over the budget')
          if (new Set(batch.map(({ key }) => key)).size !== 1) t.fail('a batch of two keys')
        }
      }),
      { numRuns: 50 },
    )
  },
)

void t.test('while one batch runs, the next one fills', async (t) => {
  const { queue, batches } = recording()
  await Promise.all([1, 2, 3, 4].map((id) => queue.run([row(id)])))
  t.same(
    batches.map((batch) => batch.map(({ id }) => id)),
    [[1], [2, 3, 4]],
  )
})

void t.test('what is full refuses at once, all rows of a call or none', async (t) => {
  const { queue, batches } = recording(25)
  const running = queue.run([row(1)])
  const waiting = queue.run([row(2)])
  await t.rejects(queue.run([row(3), row(4)]), { code: 'OVERLOADED' })
  t.same(await Promise.all([running, waiting]), [[1], [2]])
  t.equal(batches.flat().length, 2)
})

void t.test('a call is admitted where nothing waits, however large', async (t) => {
  const { queue } = recording(25)
  const rows = Array.from({ length: 50 }, (_, id) => row(id))
  t.equal((await queue.run(rows)).length, 50)
})

void t.test('a row that no batch can hold is refused, with the limit', async (t) => {
  const { queue } = recording()
  const message = /101 tokens .*100/
  await t.rejects(queue.run([row(1, 101)]), { code: 'PAYLOAD_TOO_LARGE', message })
})

void t.test('a caller who left is told at once and costs no place in a batch', async (t) => {
  const { queue, batches } = recording()
  const gone = new AbortController()
  const first = queue.run([row(1)])
  const second = t.rejects(queue.run([row(2)], gone.signal), { code: 'ABORTED' })
  const third = queue.run([row(3)])
  gone.abort()
  await second
  t.same(await Promise.all([first, third]), [[1], [3]])
  t.same(
    batches.flat().map(({ id }) => id),
    [1, 3],
  )
  await t.rejects(queue.run([row(4)], gone.signal), { code: 'ABORTED' })
})

void t.test('a batch that fails fails its callers, and the next one runs', async (t) => {
  let calls = 0
  const queue = new BatchQueue<Row, number>({
    budget: BUDGET,
    capacity: BUDGET,
    lengthOf: ({ length }) => length,
    run: (rows) =>
      calls++ === 0
        ? Promise.reject(new Error('broken'))
        : Promise.resolve(rows.map(({ id }) => id)),
  })
  const failing = t.rejects(queue.run([row(1)]), { message: 'broken' })
  const next = queue.run([row(2)])
  await failing
  t.same(await next, [2])
})
