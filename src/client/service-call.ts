import type { ErrorCode } from '../spec/errors.ts'
import { ClientError } from './client-error.ts'

export type CallOptions = { readonly signal?: AbortSignal }

export type Request = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  /** JSON, unless it is bytes of a media type. */
  readonly body?: object
  readonly bytes?: { readonly content: Uint8Array | Blob; readonly mediaType: string }
}

/** Calls the service; nothing for an answer without a body. Throws ClientError. */
export type Call = <T>(request: Request, options?: CallOptions) => Promise<T>

export const createCall = (options: {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly fetch: typeof fetch
}): Call => {
  const { baseUrl, apiKey, fetch: call } = options
  return async <T>(request: Request, { signal }: CallOptions = {}): Promise<T> => {
    const { method, body, bytes } = request
    const type = bytes?.mediaType ?? (body === undefined ? undefined : 'application/json')
    const headers = {
      ...(type !== undefined && { 'content-type': type }),
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    }
    const sent = bytes?.content ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await call(urlOf(baseUrl, request), {
      method,
      headers,
      ...(sent !== undefined && { body: sent as NonNullable<RequestInit['body']> }),
      ...(signal !== undefined && { signal }),
    }).catch((cause: unknown) => {
      const code = signal?.aborted === true ? 'ABORTED' : 'UNREACHABLE'
      throw new ClientError(code, `No answer from ${baseUrl}.`, { cause })
    })
    if (!response.ok) throw await readError(response)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
}

/** A path of the service, which may be mounted under one of its own. */
export const urlOf = (
  baseUrl: string,
  { path, query = {} }: Pick<Request, 'path' | 'query'>,
): URL => {
  const url = new URL(`${baseUrl.replace(/(?<!\/)\/+$/, '')}${path}`)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
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
