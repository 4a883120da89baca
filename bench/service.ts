import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { createClient, type Client } from '../src/client/client.ts'
import type { Reply } from '../src/spec/reply.ts'
import { DEMO_QUESTIONS } from './search/demo-questions.ts'
import { printRows, type Row } from './lib/row.ts'
import { freePort, startService, until } from './start-service.ts'

// node --import tsx bench/service.ts, after `npm run build`: the service as it is started, over its socket

const TURNS = 10
const CANDIDATES = 8

type Turn = { readonly first: number; readonly total: number; readonly reply: Reply }

const isIndexed = (body: string): boolean => {
  const { indexing } = JSON.parse(body) as { indexing?: { done: number; total: number } }
  return indexing !== undefined && indexing.total > 0 && indexing.done === indexing.total
}

/** Resident memory in MB, now and at its most; only Linux tells. */
const memoryOf = async (pid: number | undefined): Promise<{ now: number; peak: number }> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`, 'u').exec(status)?.[1] ?? NaN) / 1024
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

const ask = async (client: Client, text: string): Promise<Turn> => {
  const began = performance.now()
  let first = NaN
  for await (const frame of client.stream({ text, seed: 1, candidates: CANDIDATES })) {
    if (Number.isNaN(first)) first = performance.now() - began
    if (frame.type === 'turn-end')
      return { first, total: performance.now() - began, reply: frame.reply }
    if (frame.type === 'error') throw new Error(frame.message)
  }
  throw new Error('a turn without an end')
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN

const spread = (name: string, values: readonly number[]): readonly Row[] => [
  { name: `${name}, p50`, value: quantile(values, 0.5), unit: 'ms' },
  { name: `${name}, p95`, value: quantile(values, 0.95), unit: 'ms' },
]

export const run = async (): Promise<readonly Row[]> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dunnock-bench-'))
  const port = await freePort()
  const began = performance.now()
  const service = startService(port, dataDir)
  try {
    const baseUrl = `http://127.0.0.1:${port}`
    await until(`${baseUrl}/ready`, () => true)
    const ready = performance.now() - began
    await until(`${baseUrl}/health`, isIndexed)
    const indexed = performance.now() - began
    const idle = await memoryOf(service.pid)
    const client = createClient({ baseUrl, WebSocket })
    const turns: Turn[] = []
    for (const { text } of DEMO_QUESTIONS.slice(0, TURNS)) turns.push(await ask(client, text))
    const after = await memoryOf(service.pid)
    const stages = Object.keys(turns[0]?.reply.timings ?? {}).filter((stage) => stage !== 'total')
    return [
      { name: 'start until ready', value: ready, unit: 'ms' },
      { name: 'start until the demo corpus is indexed', value: indexed, unit: 'ms' },
      ...spread(
        `a turn of ${CANDIDATES} candidates`,
        turns.map(({ total }) => total),
      ),
      ...spread(
        'the first event of a turn',
        turns.map(({ first }) => first),
      ),
      ...stages.flatMap((stage) =>
        spread(
          `stage ${stage}`,
          turns.map(({ reply }) => reply.timings[stage] ?? 0),
        ),
      ),
      { name: 'memory, idle', value: idle.now, unit: 'MB' },
      { name: `memory after ${turns.length} turns`, value: after.now, unit: 'MB' },
      { name: 'memory at its most', value: after.peak, unit: 'MB' },
    ]
  } finally {
    service.kill()
    if (service.exitCode === null) await once(service, 'exit')
    await rm(dataDir, { recursive: true, force: true })
  }
}

if (import.meta.filename === process.argv[1]) printRows(await run())
