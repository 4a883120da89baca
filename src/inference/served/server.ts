import { setTimeout as wait } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'
import pRetry from 'p-retry'
import { Agent, errors, request, type Dispatcher } from 'undici'

export type OpenAiServerOptions = {
  /** Such as `http://127.0.0.1:8000/v1`. */
  readonly url: string
  readonly key?: string
  readonly connectMs?: number
  /** The longest silence: before an answer begins, and between two parts of it. */
  readonly silenceMs?: number
  readonly retries?: number
  /** Before the first retry; each further one waits twice as long. */
  readonly retryMs?: number
  /** The longest wait for a server that loads its model, and the time between two looks at it. */
  readonly loadingMs?: number
  readonly lookMs?: number
  /** Told each time the server turns out to load its model. */
  readonly onLoading?: () => void
}

/** Calls of a server that speaks OpenAI's protocol. Throws ServerRefusal, or what undici throws. */
export type OpenAiServer = {
  get(path: string, signal?: AbortSignal): Promise<unknown>
  /** The parts of an answer, or the whole of it where the server does not stream. */
  stream(path: string, body: object, signal?: AbortSignal): AsyncGenerator<unknown>
  close(): Promise<void>
}

/** An answer that says no; `text` is the beginning of its body. */
export class ServerRefusal extends Error {
  readonly status: number
  readonly text: string
  readonly retryAfterMs: number

  constructor(status: number, text: string, retryAfterMs = 0) {
    super(`status ${status}`)
    this.name = 'ServerRefusal'
    this.status = status
    this.text = text
    this.retryAfterMs = retryAfterMs
  }
}

const MAX_BYTES = 8 * 1024 * 1024
// undici 7 ends the process where a server hangs up while a body waits for its reader: none waits.
const NEVER_PAUSED = Number.MAX_SAFE_INTEGER
const MAX_REFUSAL_LENGTH = 4_000
// Who is told to wait longer gives up instead.
const LONGEST_WAIT_MS = 20_000
// A server that works tells its models at once, whatever it is writing.
const LOOK_MS = 2_000
// Calls under way at once; the rest wait here, not in the server's own queue.
const CONNECTIONS = 16

export const openAiServer = (options: OpenAiServerOptions): OpenAiServer => {
  const { key, connectMs = 5_000, silenceMs = 30_000, retries = 3, retryMs = 500 } = options
  const { loadingMs = 600_000, lookMs = 1_000, onLoading = () => undefined } = options
  const agent = new Agent({
    connect: { timeout: connectMs },
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    connections: CONNECTIONS,
  })
  const base = options.url.replace(/(?<!\/)\/+$/, '')
  const headers = {
    accept: 'application/json, text/event-stream',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  const send = async (path: string, signal?: AbortSignal, body?: object) => {
    const sent = body && { method: 'POST' as const, body: JSON.stringify(body) }
    const answer = await request(`${base}/${path}`, {
      dispatcher: agent,
      highWaterMark: NEVER_PAUSED,
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
      ...sent,
      ...(signal && { signal }),
    })
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer
    const said = (await readText(answer.body)).slice(0, MAX_REFUSAL_LENGTH)
    // Some servers repeat the key in what they say.
    const text = key === undefined ? said : said.replaceAll(key, '(the key)')
    throw new ServerRefusal(answer.statusCode, text, retryAfter(answer.headers))
  }
  const sendAgain: typeof send = (path, signal, body) =>
    pRetry(() => send(path, signal, body), {
      retries,
      minTimeout: retryMs,
      randomize: true,
      shouldRetry: ({ error }) => passes(error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (!passes(error) || retriesLeft === 0) return
        await wait(error.retryAfterMs, undefined, signal && { signal })
      },
      ...(signal && { signal }),
    })
  const sendPatiently: typeof send = async (path, signal, body) => {
    const end = Date.now() + loadingMs
    for (let looks = 0; ; looks += 1) {
      try {
        return await sendAgain(path, signal, body)
      } catch (error) {
        if (!isLoading(error) || Date.now() > end) throw error
        if (looks === 0) onLoading()
        await wait(lookMs, undefined, signal && { signal })
      }
    }
  }
  // Who was silent once is looked at before it is waited for again: a server that hangs costs its silence once.
  let wasSilent = false
  const look = async (signal?: AbortSignal): Promise<void> => {
    if (!wasSilent) return
    const { body } = await request(`${base}/models`, {
      dispatcher: agent,
      headers,
      headersTimeout: Math.min(LOOK_MS, silenceMs),
      bodyTimeout: Math.min(LOOK_MS, silenceMs),
      ...(signal && { signal }),
    })
    await body.dump()
    wasSilent = false
  }
  return {
    get: async (path, signal) =>
      JSON.parse(await readText((await sendPatiently(path, signal)).body)),
    async *stream(path, body, signal) {
      await look(signal)
      try {
        const answer = await sendPatiently(path, signal, body)
        const streams = String(answer.headers['content-type']).includes('text/event-stream')
        if (streams) yield* readEvents(answer.body)
        else yield JSON.parse(await readText(answer.body))
      } catch (error) {
        wasSilent ||= isSilence(error)
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}

/** Too many calls, or a fault of the server: it may be over soon. */
const passes = (error: unknown): error is ServerRefusal =>
  error instanceof ServerRefusal &&
  (error.status === 429 || error.status >= 500) &&
  !isLoading(error) &&
  error.retryAfterMs <= LONGEST_WAIT_MS

/** llama.cpp's "Loading model", and others' "… is currently loading". */
const isLoading = (error: unknown): boolean =>
  error instanceof ServerRefusal && error.status === 503 && /\bloading\b/iu.test(error.text)

const isSilence = (error: unknown): boolean =>
  error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError

/** In milliseconds; the header holds seconds or a date. */
const retryAfter = ({ 'retry-after': value }: Dispatcher.ResponseData['headers']): number => {
  const text = String(value ?? 0)
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}

const readText = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const arrived: string[] = []
  const parser = createParser({ onEvent: ({ data }) => arrived.push(data) })
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    for (const data of arrived.splice(0)) {
      if (data === '[DONE]') return
      yield JSON.parse(data)
    }
  }
}
