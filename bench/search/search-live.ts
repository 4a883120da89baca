import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../src/server/app.ts'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import { percentile } from '../lib/percentile.ts'
import type { Row } from '../lib/row.ts'

const DOCUMENTS = 30
const nothing = (): void => undefined
const log = { info: nothing, warn: nothing, error: nothing }

/** From `POST /documents` until a search finds the document, and from `DELETE` until none does, over HTTP. */
export const measureLive = async (): Promise<readonly Row[]> => {
  const data = await mkdtemp(join(tmpdir(), 'dunnock-live-'))
  const config = readConfig({}, { data, wikipedia: 'off', threads: availableParallelism() })
  const services = await compose(config, log, { indexing: false })
  await services.whenReady()
  const app = await buildApp(services)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/documents`
  const isFound = async (id: string, query: string): Promise<boolean> =>
    (await services.documents.search(query, 5)).some(({ documentId }) => documentId === id)
  const until = async (ready: () => Promise<boolean>): Promise<void> => {
    while (!(await ready()));
  }
  const [added, removed]: [number[], number[]] = [[], []]
  for (let at = 0; at < DOCUMENTS; at += 1) {
    const query = `What does pump ${at} of the north hall do?`
    const text = `Pump ${at} of the north hall feeds basin ${at * 7}. It runs at night. `.repeat(10)
    let start = performance.now()
    const body = JSON.stringify({ name: `pump-${at}.txt`, text })
    const headers = { 'content-type': 'application/json' }
    const { id } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as {
      id: string
    }
    await until(() => isFound(id, query))
    added.push(performance.now() - start)
    if (at % 2 === 0) continue
    start = performance.now()
    await (await fetch(`${url}/${id}`, { method: 'DELETE' })).text()
    await until(async () => !(await isFound(id, query)))
    removed.push(performance.now() - start)
  }
  await app.close()
  await services.close()
  await rm(data, { recursive: true, force: true })
  return [
    ...rowsOf(`POST /documents until found, n = ${added.length}`, added),
    ...rowsOf(`DELETE until found no more, n = ${removed.length}`, removed),
  ]
}

const rowsOf = (name: string, times: readonly number[]): readonly Row[] => [
  { name: `${name}, median`, value: percentile(times, 0.5), unit: 'ms' },
  { name: `${name}, most`, value: Math.max(...times), unit: 'ms' },
]
