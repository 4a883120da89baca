import { PassThrough, Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { z } from 'zod'
import { eachRow } from '../../src/cli/jsonl/each-row.ts'
import { mapInOrder } from '../../src/cli/jsonl/map-in-order.ts'
import { readLines } from '../../src/cli/jsonl/read-lines.ts'
import { runRows, type RowsTask } from '../../src/cli/jsonl/run-rows.ts'
import { AppError } from '../../src/spec/errors.ts'

const schema = z.strictObject({ n: z.number() })
const task: RowsTask<{ n: number }> = {
  schema,
  chunk: 4,
  atOnce: 3,
  answer: eachRow(async ({ n }) => {
    // Later rows are done earlier.
    await setTimeout((7 * n) % 5)
    if (n === 13) throw new AppError('OVERLOADED', 'unlucky')
    return { twice: 2 * n }
  }),
}

const run = async (input: string | Readable, signal = new AbortController().signal) => {
  const output = new PassThrough()
  const written = output.setEncoding('utf8').toArray() as Promise<string[]>
  const stream = typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input
  const failed = await runRows(task, { input: stream, output, signal }).finally(() => output.end())
  const text = (await written).join('')
  return {
    failed,
    rows:
      text === ''
        ? []
        : text
            .trimEnd()
            .split('\n')
            .map((l) => JSON.parse(l)),
  }
}

void t.test('rows come out in the order in which they came in, each with its own id', async (t) => {
  const ids = Array.from({ length: 40 }, (_, n) => n).filter((n) => n !== 13)
  const { failed, rows } = await run(ids.map((n) => JSON.stringify({ id: `r${n}`, n })).join('\n'))
  t.equal(failed, 0)
  t.strictSame(
    rows,
    ids.map((n) => ({ id: `r${n}`, twice: 2 * n })),
  )
})

void t.test(
  'a line at fault is an error in its place; blank lines at the end are none',
  async (t) => {
    const lines = [
      '{"n":1}',
      'nonsense',
      '[1]',
      '',
      '{"id":{"a":1},"n":"x"}',
      '{"id":5,"n":1,"m":2}',
    ]
    const { failed, rows } = await run([...lines, '{"id":"u","n":13}', '', ' \r', ''].join('\r\n'))
    t.equal(failed, 6)
    t.match(rows, [
      { twice: 2 },
      { error: { code: 'INVALID_JSON' } },
      { error: { code: 'INVALID_REQUEST', message: /not a JSON object/ } },
      { error: { code: 'INVALID_JSON' } },
      { id: { a: 1 }, error: { code: 'INVALID_REQUEST', message: /^n: / } },
      { id: 5, error: { code: 'INVALID_REQUEST', message: 'm: unknown field' } },
      { id: 'u', error: { code: 'OVERLOADED', message: 'unlucky' } },
    ])
    t.equal(rows.length, 7)
  },
)

void t.test('what is not UTF-8, and what is not well-formed Unicode, is refused', async (t) => {
  const input = Readable.from([
    Buffer.from('{"n":"'),
    Buffer.from([0xff]),
    Buffer.from('"}\n{"\\ud800":1}'),
  ])
  const { rows } = await run(input)
  t.match(rows, [{ error: { code: 'INVALID_TEXT' } }, { error: { code: 'INVALID_TEXT' } }])
})

void t.test('a caller who waits for an answer before the next line gets it', async (t) => {
  const input = new PassThrough()
  const output = new PassThrough().setEncoding('utf8')
  const done = runRows(task, { input, output, signal: new AbortController().signal })
  for (const n of [1, 2, 3]) {
    input.write(`{"n":${n}}\n`)
    const [line] = await new Promise<[string]>((resolve) => {
      output.once('data', (text: string) => resolve([text]))
    })
    t.strictSame(JSON.parse(line), { twice: 2 * n })
  }
  input.end()
  t.equal(await done, 0)
})

void t.test('a slow reader holds up the reading, so that memory stays bounded', async (t) => {
  let read = 0
  let written = 0
  let widest = 0
  const lines = async function* () {
    for (; read < 2_000; read += 1) yield Buffer.from(`{"n":1}\n`)
  }
  const output = new Writable({
    highWaterMark: 1,
    write: (_line, _encoding, next) => {
      written += 1
      widest = Math.max(widest, read - written)
      setImmediate(next)
    },
  })
  const quick = { ...task, answer: eachRow(() => Promise.resolve({})) }
  const input = Readable.from(lines(), { highWaterMark: 4 })
  await runRows(quick, { input, output, signal: new AbortController().signal })
  t.equal(written, 2_000)
  t.ok(widest < 100, `at most ${widest} rows were under way`)
})

void t.test('an interrupted command stops, also while it waits for input', async (t) => {
  const stop = new AbortController()
  const input = new PassThrough()
  input.write('{"n":1}\n')
  const running = run(input, stop.signal)
  await setTimeout(20)
  stop.abort(new Error('enough'))
  await t.rejects(running)
  t.ok(input.destroyed)
})

void t.test(
  'input that breaks off while rows are under way is a failure, not a crash',
  async (t) => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('{"n":4}\n{"n":4}\n')
        await setTimeout(1)
        throw new Error('the disk is gone')
      })(),
    )
    await t.rejects(run(broken), { message: 'the disk is gone' })
  },
)

void t.test('lines are the same wherever the chunks are cut', async (t) => {
  const property = fc.asyncProperty(
    fc.array(fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' '))),
    fc.integer({ min: 1, max: 7 }),
    async (texts, size) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''))
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      )
      const lines = []
      for await (const line of readLines(Readable.from(chunks))) lines.push(line?.toString())
      t.strictSame(
        lines,
        Buffer.from(texts.join('\n')).toString().split('\n').slice(0, texts.length),
      )
    },
  )
  await fc.assert(property, { numRuns: 50 })
})

void t.test('a line over the limit is told, and the next one is read', async (t) => {
  const lines = []
  const input = Readable.from([Buffer.from('aaaa'), Buffer.from('aaaa\nbb\n'), Buffer.from('c')])
  for await (const line of readLines(input, 5)) lines.push(line?.toString())
  t.strictSame(lines, [undefined, 'bb', 'c'])
})

void t.test('no more than the given number of items is worked on at once', async (t) => {
  let running = 0
  let most = 0
  const items = Readable.from(Array.from({ length: 30 }, (_, i) => i))
  const work = async (i: number): Promise<number> => {
    most = Math.max(most, (running += 1))
    await setTimeout(i % 3)
    running -= 1
    return i
  }
  const results = []
  for await (const i of mapInOrder(items, 4, work)) results.push(i)
  t.strictSame(
    results,
    results.toSorted((a, b) => a - b),
  )
  t.equal(results.length, 30)
  t.equal(most, 4)
})
