import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { startServer } from './local-server.ts'

export type Asked = {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly n?: number
  readonly seed?: number
  readonly temperature?: number
  readonly stream?: boolean
  readonly max_tokens?: number
  readonly max_completion_tokens?: number
}

export type StandInOptions = {
  readonly models?: object
  /** llama.cpp's, beside the protocol. */
  readonly props?: object
  readonly key?: string
  /** Samples of one call: drawn, or all but one passed over, or refused with a message. */
  readonly several?: 'drawn' | 'ignored' | { readonly refused: string; readonly beyond?: number }
  readonly streams?: boolean
  readonly logprobs?: boolean
  /** The model that it says it answers by, whatever was asked for. */
  readonly answersAs?: string
  /** Thoughts that it tells beside each text. */
  readonly reasoning?: string
  /** The error of a call that the server does not take. */
  readonly refuse?: (
    asked: Asked,
  ) => { readonly status: number; readonly error: object } | undefined
  readonly write?: (asked: Asked, index: number) => string
}

/** Answers one call in place of the server's own way. */
export type Mishap = (response: ServerResponse, request: IncomingMessage) => void

export type StandIn = {
  readonly url: string
  readonly calls: readonly Asked[]
  /** Each happens once, in order, to the calls that come. */
  readonly mishaps: Mishap[]
  /** Whether every call is left without an answer, like a process that was stopped. */
  readonly state: { hangs: boolean }
  close(): Promise<void>
}

const VLLM_MODELS = { object: 'list', data: [{ id: 'stand-in-7b', max_model_len: 8_192 }] }

/** A server that speaks OpenAI's protocol as vLLM, llama.cpp and others do; what it writes depends on the call alone. */
export const standIn = async (options: StandInOptions = {}): Promise<StandIn> => {
  const calls: Asked[] = []
  const mishaps: Mishap[] = []
  const state = { hangs: false }
  const server = await startServer((request, response) => {
    void readBody(request).then((body) => {
      if (state.hangs) return undefined
      if (options.key && request.headers.authorization !== `Bearer ${options.key}`) {
        const message = `Incorrect API key provided: ${request.headers.authorization}`
        return fail(response, 401, { message, code: 'invalid_api_key' })
      }
      if (request.url === '/props' && options.props) return whole(response, options.props)
      if (request.url === '/v1/models') return whole(response, options.models ?? VLLM_MODELS)
      if (request.url !== '/v1/chat/completions') return fail(response, 404, { message: 'no' })
      const mishap = mishaps.shift()
      if (mishap) return mishap(response, request)
      const asked = JSON.parse(body) as Asked
      calls.push(asked)
      return answer(asked, response, options)
    })
  })
  return { url: `${server.url}/v1`, calls, mishaps, state, close: () => server.close() }
}

const answer = (asked: Asked, response: ServerResponse, options: StandInOptions): void => {
  const { n = 1, stream = false } = asked
  const { answersAs: model = asked.model, reasoning } = options
  const { several = 'drawn', streams = true, refuse, write = wordsOf } = options
  const refused = refuse?.(asked)
  if (refused) return fail(response, refused.status, refused.error)
  if (typeof several === 'object' && n > (several.beyond ?? 1)) {
    return fail(response, 400, { message: several.refused, type: 'invalid_request_error' })
  }
  const indices = Array.from({ length: several === 'ignored' ? 1 : n }, (_, i) => i)
  const texts = indices.map((index) => write(asked, index))
  if (!stream || !streams) {
    const choices = texts.map((content, index) => ({
      index,
      message: { role: 'assistant', content, ...(reasoning && { reasoning_content: reasoning }) },
      ...(options.logprobs && { logprobs: { content: tokensOf(content).map(tokenOf) } }),
      finish_reason: 'stop',
    }))
    return whole(response, { id: 'x', object: 'chat.completion', model, choices })
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const send = (index: number, delta: object, more: object = {}): void => {
    const choices = [{ index, delta, finish_reason: null, ...more }]
    const part = { id: 'x', object: 'chat.completion.chunk', model, choices }
    response.write(`data: ${JSON.stringify(part)}\n\n`)
  }
  for (const [index, text] of texts.entries()) {
    send(index, { role: 'assistant', content: '' })
    if (reasoning !== undefined) send(index, { reasoning_content: reasoning })
    for (const token of tokensOf(text)) {
      const logprobs = { content: [tokenOf(token)] }
      send(index, { content: token }, options.logprobs ? { logprobs } : {})
    }
    send(index, {}, { finish_reason: 'stop' })
  }
  response.end('data: [DONE]\n\n')
}

const wordsOf = ({ messages, seed = 0, temperature = 1 }: Asked, index: number): string => {
  const said = messages.map(({ content }) => content).join('\n')
  const drawn = temperature === 0 ? 'greedy' : `${seed + index}`
  const hash = createHash('sha256').update(`${said}\n${drawn}`).digest('hex').slice(0, 6)
  return `Sample ${drawn} says ${hash}.`
}

const tokensOf = (text: string): readonly string[] => text.match(/\s*\S+/gu) ?? []
const tokenOf = (token: string) => ({ token, logprob: -0.5, bytes: null, top_logprobs: [] })

const whole = (response: ServerResponse, body: object): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export const fail = (
  response: ServerResponse,
  status: number,
  error: object,
  headers: Record<string, string> = {},
): void => {
  const all = { 'content-type': 'application/json', ...headers }
  response.writeHead(status, all).end(JSON.stringify({ error }))
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
