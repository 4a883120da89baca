import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openSessionClient } from '../../../src/inference/graphs/session-client.ts'
import { startWorker } from '../../../src/inference/workers/start-worker.ts'
import { WorkerClient } from '../../../src/inference/workers/worker-client.ts'

const file = new URL('../../helpers/echo-worker.ts', import.meta.url)

const echoClient = (setup: object = {}) => {
  let started = 0
  const client = new WorkerClient<string, string>({
    name: 'echo',
    failure: 'LANGUAGE_MODEL_FAILED',
    start: () => {
      started += 1
      return startWorker(file, setup)
    },
  })
  t.teardown(() => client.close())
  return { client, starts: () => started }
}

const ask = async (
  client: WorkerClient<string, string>,
  body: string,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const items: string[] = []
  for await (const item of client.call(body, signal)) items.push(item)
  return items
}

void t.test('calls are answered by their own items, in order', async (t) => {
  const { client } = echoClient()
  await client.open()
  const answers = await Promise.all([ask(client, 'ab'), ask(client, 'xyz'), ask(client, '')])
  t.same(answers, [['a', 'b'], ['x', 'y', 'z'], []])
})

void t.test(
  'an error keeps its code across the thread, or gets the one of the worker',
  async (t) => {
    const { client } = echoClient()
    await t.rejects(ask(client, 'throw-overloaded'), { code: 'OVERLOADED', message: 'too much' })
    await t.rejects(ask(client, 'throw'), { code: 'LANGUAGE_MODEL_FAILED', message: 'broken' })
    t.same(await ask(client, 'a'), ['a'])
  },
)

void t.test('a worker that dies fails its callers, and the next call starts another', async (t) => {
  const { client, starts } = echoClient()
  const waiting = t.rejects(ask(client, 'wait'), {
    code: 'LANGUAGE_MODEL_FAILED',
    message: /echo stopped: out of luck/,
  })
  await t.rejects(ask(client, 'die'), { code: 'LANGUAGE_MODEL_FAILED' })
  await waiting
  t.same(await ask(client, 'a'), ['a'])
  t.equal(starts(), 2)
})

void t.test('an abort reaches the worker', async (t) => {
  const { client } = echoClient()
  await client.open()
  const gone = new AbortController()
  const leaving = t.rejects(ask(client, 'wait', gone.signal), { code: 'ABORTED' })
  setTimeout(() => gone.abort(), 20)
  await leaving
  t.same(await ask(client, 'aborts'), ['1'])
  await t.rejects(ask(client, 'a', gone.signal), { code: 'ABORTED' })
})

void t.test('a worker that can’t load says why', async (t) => {
  const { client } = echoClient({ broken: 'no weights' })
  const reason = { code: 'LANGUAGE_MODEL_FAILED', message: 'no weights' }
  await t.rejects(client.open(), reason)
  await t.rejects(ask(client, 'a'), reason)
})

void t.test('closing fails who still waits', async (t) => {
  const { client } = echoClient()
  const waiting = t.rejects(ask(client, 'wait'), { code: 'ABORTED' })
  await client.open()
  await new Promise(setImmediate)
  await client.close()
  await waiting
  await t.rejects(ask(client, 'a'), { code: 'ABORTED' })
})

void t.test('a graph that is no graph fails the opening of its session', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dunnock-graph-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'broken.onnx'), 'not a graph')
  const spec = { modelsDir: folder, graph: 'broken.onnx', device: 'cpu' as const, threads: 1 }
  await t.rejects(openSessionClient('encoder', spec), { code: 'INTERNAL', message: /broken\.onnx/ })
})
