import { request, type Dispatcher } from 'undici'

type RequestOptions = {
  readonly dispatcher?: Dispatcher
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/**
 * undici 7 ends the process where a server closes a connection whose body waits for its reader (its
 * issue 5360, mended in 8, which needs a newer Node). With room for any body none ever waits: the
 * reader has to stop at a limit of its own, and read without a pause.
 */
export const unpausedRequest = (
  url: string | URL,
  options: RequestOptions,
): Promise<Dispatcher.ResponseData> =>
  request(url, { ...options, highWaterMark: Number.MAX_SAFE_INTEGER })
