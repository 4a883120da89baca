import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--remote-debugging-port=0',
]

/** Where a Chromium is installed, if it is. */
export const findBrowser = (): string | undefined => PATHS.find((path) => existsSync(path))

export type BrowserPage = {
  goTo(url: string): Promise<void>
  /** The value of an expression, which may be a promise. */
  evaluate(expression: string): Promise<unknown>
  /** Resolves once the expression is true. */
  until(expression: string): Promise<void>
  /** What the page wrote to its console as an error, and what it threw. */
  readonly errors: readonly string[]
  close(): Promise<void>
}

type Message = {
  readonly id?: number
  readonly method?: string
  readonly params?: {
    readonly entry?: { readonly level: string; readonly text: string }
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } }
  }
  readonly result?: {
    readonly targetId?: string
    readonly sessionId?: string
    readonly result?: { readonly value?: unknown }
    readonly exceptionDetails?: { readonly text: string }
  }
}

/** A page of a headless browser, spoken to over its debugging protocol. */
export const openBrowser = async (
  path: string,
  flags: readonly string[] = [],
): Promise<BrowserPage> => {
  const profile = await mkdtemp(join(tmpdir(), 'dunnock-browser-'))
  const browser = spawn(path, [...FLAGS, ...flags, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(browser, 'exit')
  const socket = new WebSocket(await debuggingUrl(browser.stderr))
  await once(socket, 'open')
  const errors: string[] = []
  const waiting = new Map<number, (message: Message) => void>()
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Message
    if (message.id !== undefined) waiting.get(message.id)?.(message)
    const { entry, exceptionDetails } = message.params ?? {}
    if (entry?.level === 'error') errors.push(entry.text)
    if (exceptionDetails) errors.push(exceptionDetails.exception?.description ?? 'an exception')
  })
  let id = 0
  let sessionId: string | undefined
  const call = async (method: string, params: object = {}): Promise<Message['result']> => {
    id += 1
    const own = id
    const answer = new Promise<Message>((resolve) => waiting.set(own, resolve))
    socket.send(JSON.stringify({ id: own, method, params, ...(sessionId && { sessionId }) }))
    return (await answer).result
  }
  const target = await call('Target.createTarget', { url: 'about:blank' })
  const { targetId } = target ?? {}
  sessionId = (await call('Target.attachToTarget', { targetId, flatten: true }))?.sessionId
  for (const domain of ['Page', 'Runtime', 'Log']) await call(`${domain}.enable`)
  const evaluate = async (expression: string): Promise<unknown> => {
    const options = { awaitPromise: true, returnByValue: true, userGesture: true }
    const answer = await call('Runtime.evaluate', { expression, ...options })
    if (answer?.exceptionDetails) throw new Error(`${answer.exceptionDetails.text}: ${expression}`)
    return answer?.result?.value
  }
  return {
    goTo: async (url) => void (await call('Page.navigate', { url })),
    evaluate,
    until: async (expression) => {
      // A page that is being loaded has nothing to say yet.
      while ((await evaluate(expression).catch(() => false)) !== true) {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    errors,
    close: async () => {
      socket.terminate()
      browser.kill('SIGKILL')
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const debuggingUrl = async (output: AsyncIterable<Buffer>): Promise<string> => {
  let text = ''
  for await (const chunk of output) {
    text += chunk.toString('utf8')
    const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`the browser did not start: ${text}`)
}
