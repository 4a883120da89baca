import type { Feedback } from '../spec/feedback.ts'
import type { Reply, ReplyRequest } from '../spec/reply.ts'
import type { SearchAnswer, SearchRequest } from '../spec/search.ts'
import type { TurnFrame } from '../spec/turn-event.ts'
import { createDialogues, type Dialogues } from './dialogues.ts'
import { createDocuments, type Documents } from './documents.ts'
import { createCall, urlOf, type CallOptions } from './service-call.ts'
import type { SocketConstructor } from './socket.ts'
import { streamTurn, type StreamRequest } from './stream-turn.ts'

export { ClientError } from './client-error.ts'
export type { DialogueSummary } from '../spec/turn.ts'
export type { AgentTurn, StoredDialogue, UserTurn } from './dialogues.ts'
export type { AboutDocument, StoredDocument } from './documents.ts'
export type { CallOptions } from './service-call.ts'

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

export type Client = {
  /** One turn, answered as a whole. Throws ClientError; an aborted signal stops the turn. */
  reply(request: ReplyRequest, options?: CallOptions): Promise<Reply>
  /** One turn as it happens; can be read once. Leaving the loop stops the turn. */
  stream(request: StreamRequest, options?: CallOptions): AsyncIterable<TurnFrame>
  /** Passages of the service's documents, or of the sources that are named. */
  search(request: SearchRequest, options?: CallOptions): Promise<SearchAnswer>
  feedback(feedback: Feedback, options?: CallOptions): Promise<{ readonly id: string }>
  /** Nothing is learnt from it then. */
  withdrawFeedback(id: string, options?: CallOptions): Promise<void>
  readonly dialogues: Dialogues
  readonly documents: Documents
}

export const createClient = (options: ClientOptions): Client => {
  const { baseUrl, apiKey, retries = 5, retryMs = 250 } = options
  const call = createCall({ baseUrl, apiKey, fetch: options.fetch ?? fetch })
  return {
    reply: (body, at) => call({ method: 'POST', path: '/reply', body }, at),
    search: (body, at) => call({ method: 'POST', path: '/search', body }, at),
    feedback: (body, at) => call({ method: 'POST', path: '/feedback', body }, at),
    withdrawFeedback: (id, at) =>
      call({ method: 'DELETE', path: `/feedback/${encodeURIComponent(id)}` }, at),
    dialogues: createDialogues(call),
    documents: createDocuments(call),
    stream: (request, { signal } = {}) => {
      const url = urlOf(baseUrl, { path: '/chat', query: { key: apiKey } })
      url.protocol = url.protocol.replace('http', 'ws')
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

const globalWebSocket = (): SocketConstructor => {
  const found: unknown = Reflect.get(globalThis, 'WebSocket')
  if (typeof found === 'function') return found as SocketConstructor
  throw new Error('There is no global WebSocket here: give one as an option.')
}
