import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const READY_MS = 300_000

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** The service as it is built. */
export const startService = (
  port: number,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(process.execPath, ['dist/cli/main.js', 'serve'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PORT: String(port),
      DUNNOCK_DATA: dataDir,
      DUNNOCK_WIKIPEDIA: 'off',
      DUNNOCK_LOG_LEVEL: 'warn',
      ...settings,
    },
  })

/** Until `path` answers 200 with a body that passes. */
export const until = async (url: string, passes: (body: string) => boolean): Promise<void> => {
  for (let waited = 0; waited < READY_MS; waited += 50) {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok === true && passes(await response.text())) return
    await wait(50)
  }
  throw new Error(`${url} did not answer in ${READY_MS} ms`)
}
