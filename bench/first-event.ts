import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { percentile } from './lib/percentile.ts'
import { printRows } from './lib/row.ts'
import { freePort, startService, until } from './start-service.ts'

// node --import tsx bench/first-event.ts, after `npm run build`: over one open socket, from sending a turn to its
// first frame. The turn is stopped then, and the next one waits until it is over.

const TURNS = 120
// The first ones open what is opened once.
const WARM_UP = 10

type Frame = { readonly type: string; readonly turnId?: string; readonly message?: string }

const dataDir = await mkdtemp(join(tmpdir(), 'dunnock-first-'))
const documents = join(dataDir, 'none')
await mkdir(documents)
const port = await freePort()
const service = startService(port, join(dataDir, 'data'), { DUNNOCK_DOCUMENTS: documents })
try {
  await until(`http://127.0.0.1:${port}/ready`, () => true)
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`)
  await once(socket, 'open')
  const frames: Frame[] = []
  let arrived = (): void => undefined
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame)
    arrived()
  })
  const next = async (): Promise<Frame> => {
    for (;;) {
      const frame = frames.shift()
      if (frame !== undefined) return frame
      await new Promise<void>((resolve) => (arrived = resolve))
    }
  }

  const ask = async (n: number): Promise<number> => {
    const began = performance.now()
    socket.send(JSON.stringify({ type: 'user-turn', text: `What is the number ${n}?` }))
    const { type, turnId, message } = await next()
    const ms = performance.now() - began
    if (type !== 'turn-start') throw new Error(`${type} came first: ${message ?? ''}`)
    socket.send(JSON.stringify({ type: 'stop', turnId }))
    for (;;) {
      const { type: last } = await next()
      if (last === 'error' || last === 'turn-end') return ms
    }
  }
  for (let n = 0; n < WARM_UP; n += 1) await ask(n)
  const times: number[] = []
  for (let n = 0; n < TURNS; n += 1) times.push(await ask(n))
  printRows([
    { name: `first event of ${TURNS} turns, p50`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `first event of ${TURNS} turns, p95`, value: percentile(times, 0.95), unit: 'ms' },
    { name: `first event of ${TURNS} turns, the slowest`, value: Math.max(...times), unit: 'ms' },
  ])
  socket.close()
} finally {
  service.kill()
  if (service.exitCode === null) await once(service, 'exit')
  await rm(dataDir, { recursive: true, force: true })
}
