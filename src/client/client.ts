import type { ErrorCode } from '../spec/errors.ts'
import type { Feedback } from '../spec/feedback.ts'
import type { Reply, ReplyRequest } from '../spec/reply.ts'
import type { TurnFrame } from '../spec/turn-event.ts'
import { ClientError } from './client-error.ts'
import type { SocketConstructor } from './socket.ts'
import { streamTurn, type StreamRequest } from './stream-turn.ts'

export { ClientError } from './client-error.ts'

export type ClientOptions = {
  /** Such as `http://127.0.0.1:8080`, or `https://example.org/assistant` where it is mounted under a path. */
  readonly baseUrl: string
  readonly apiKey?: string
  readonly fetch?: typeof fetch
  /** Needed where there is no global one: Node 20 takes the `ws` package's. */
  readonly WebSocket?: SocketConstructor
  readonly retries?: number
  readonly retryMs?: number
}

export type CallOptions = { readonly signal?: AbortSignal }

export type Client = {
  /** One turn, answered as a whole. Throws ClientError; an aborted signal stops the turn. */
  reply(request: ReplyRequest, options?: CallOptions): Promise<Reply>
  /** One turn as it happens; can be read once. Leaving the loop stops the turn. */
  stream(request: StreamRequest, options?: CallOptions): AsyncIterable<TurnFrame>
  feedback(feedback: Feedback, options?: CallOptions): Promise<{ readonly id: string }>
}

export const createClient = (options: ClientOptions): Client => {
  const { apiKey, retries = 5, retryMs = 250, fetch: call = fetch } = options
  const urlOf = (path: string): URL =>
    new URL(`${options.baseUrl.replace(/(?<!\/)\/+$/, '')}${path}`)
  const post = async <T>(path: string, body: object, { signal }: CallOptions): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await call(urlOf(path), {
      ...request,
      ...(signal !== undefined && { signal }),
    }).catch((cause: unknown) => {
      const code = signal?.aborted === true ? 'ABORTED' : 'UNREACHABLE'
      throw new ClientError(code, `No answer from ${options.baseUrl}.`, { cause })
    })
    if (!response.ok) throw await readError(response)
    return (await response.json()) as T
  }
  return {
    reply: (request, at = {}) => post('/reply', request, at),
    feedback: (feedback, at = {}) => post('/feedback', feedback, at),
    stream: (request, { signal } = {}) => {
      const url = urlOf('/chat')
      url.protocol = url.protocol.replace('http', 'ws')
      if (apiKey !== undefined) url.searchParams.set('key', apiKey)
      const WebSocket = options.WebSocket ?? globalWebSocket()
      const at = { url: url.href, WebSocket, retries, retryMs }
      return readOnce(streamTurn(request, { ...at, ...(signal !== undefined && { signal }) }))
    },
  }
}

const readOnce = <T>(generator: AsyncGenerator<T>): AsyncIterable<T> => {
  let taken = false
  return {
    [Symbol.asyncIterator]: () => {
      if (taken) throw new Error('A stream can be read once; call stream() again.')
      taken = true
      return generator
    },
  }
}

type ErrorBody = {
  error?: { code: ErrorCode; message: string; requestId: string; details?: unknown }
}

const readError = async (response: Response): Promise<ClientError> => {
  const body = (await response.json().catch(() => undefined)) as ErrorBody | undefined
  // What stands in front of the service has errors of its own.
  if (body?.error?.code === undefined) {
    return new ClientError('UNREACHABLE', `${response.status} ${response.statusText}`)
  }
  return new ClientError(body.error.code, body.error.message, body.error)
}

const globalWebSocket = (): SocketConstructor => {
  const found: unknown = Reflect.get(globalThis, 'WebSocket')
  if (typeof found === 'function') return found as SocketConstructor
  throw new Error('There is no global WebSocket here: give one as an option.')
}
