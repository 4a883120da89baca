import { type Agent, interceptors } from 'undici'
import type { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { unpausedRequest } from '../fetch/unpaused-request.ts'

const REDIRECTS = 3

/** What services are called with: `fetch` over the connections of an agent. */
export const agentFetch = (agent: Agent): Fetch => {
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTS }))
  return async (url, init) => {
    const { statusCode, body } = await unpausedRequest(url, { ...init, dispatcher })
    return { ok: statusCode >= 200 && statusCode < 300, status: statusCode, body }
  }
}

/** What is used of `fetch`, so that tests and proxies can stand in for it. */
export type Fetch = (
  url: string,
  init: {
    readonly method?: 'GET' | 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal: AbortSignal
  },
) => Promise<{
  readonly ok: boolean
  readonly status: number
  readonly body: AsyncIterable<Uint8Array> | null
}>

type JsonCall = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON, by POST. */
  readonly body?: unknown
  readonly signal: AbortSignal
  /** Says more of a status than its number, from what the service writes with it. */
  readonly explain?: (status: number, text: string) => string | undefined
}

const MAX_BYTES = 8 * 1024 * 1024
// Waiting changes nothing about these.
const LASTING = new Set([400, 401, 402, 403, 404, 422, 432, 433])

/** Calls a service that speaks JSON. Throws SOURCE_FAILED with the reason, or what `fetch` throws. */
export const callJson = async (fetch: Fetch, call: JsonCall): Promise<unknown> => {
  const { url, body, signal, explain } = call
  const headers = { accept: 'application/json', ...call.headers }
  const sent =
    body === undefined
      ? { headers, signal }
      : {
          method: 'POST' as const,
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal,
        }
  const answer = await fetch(url, sent)
  const text = await readBounded(answer)
  if (answer.ok) return parseJson(text)
  const { status } = answer
  const reason = explain?.(status, text) ?? STATUS_WORDS[status] ?? `it answered ${status}`
  throw new AppError('SOURCE_FAILED', reason, { details: { lasting: LASTING.has(status) } })
}

/** The answer in the service's shape; throws SOURCE_FAILED where it has another. */
export const inShape = <Answer>(
  schema: z.ZodType<Answer>,
  body: unknown,
  service: string,
): Answer => {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw new AppError('SOURCE_FAILED', `its answer is not that of ${service}`, { cause: read.error })
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  401: 'it answered 401: the key is missing or wrong',
  403: 'it answered 403: access refused',
  429: 'it answered 429: too many requests',
}

const readBounded = async ({ body }: Awaited<ReturnType<Fetch>>): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new AppError('SOURCE_FAILED', 'its answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('SOURCE_FAILED', 'its answer is not JSON', { cause })
  }
}
