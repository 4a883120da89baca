import { Agent } from 'undici'
import { AppError, isAppError, throwIfAborted } from '../../spec/errors.ts'
import { readBody, type BodyLimits } from './decode-body.ts'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { causes, failureReason } from './failure-reason.ts'
import { followRedirects, headerOf, leaveUnread, type Answer } from './follow-redirects.ts'
import { guardLookup, systemResolve, type Resolve } from './guarded-lookup.ts'
import { createPageCache, type CachedPage, type PageCache } from './page-cache.ts'
import { ACCEPTED, readAnswer } from './read-answer.ts'
import { createRobots, type Robots, type RobotsText } from './robots.ts'
import { checkUrl, type UrlRules } from './url-guard.ts'

type FetchLimits = BodyLimits & {
  /** To the first byte of an answer, in milliseconds; redirects count anew. */
  readonly headersMs: number
  /** For everything, redirects included. */
  readonly totalMs: number
  readonly redirects: number
}

export type PageFetcher = {
  /** Throws URL_REFUSED, FETCH_FAILED, UNSUPPORTED_DOCUMENT, DOCUMENT_TOO_COMPLEX and ABORTED, with the reason in words. */
  fetchPage(url: string, signal?: AbortSignal): Promise<ExtractedPage>
  close(): Promise<void>
}

export type PageFetcherOptions = UrlRules & {
  readonly limits?: Partial<FetchLimits>
  readonly resolve?: Resolve
  readonly userAgent?: string
  /** Where pages are kept to be asked for again only if they have changed; nowhere, if left out. */
  readonly cacheDir?: string
  /** How long a page is not asked for again at all. */
  readonly freshMs?: number
  readonly cacheBytes?: number
  /** Whether sites' robots.txt counts; it does, if left out. */
  readonly robots?: boolean
}

const LIMITS: FetchLimits = {
  headersMs: 5_000,
  totalMs: 10_000,
  redirects: 5,
  maxBytes: 5 * 1024 * 1024,
  maxUnpackedBytes: 20 * 1024 * 1024,
}
const ROBOTS_LIMITS: BodyLimits = { maxBytes: 1024 * 1024, maxUnpackedBytes: 1024 * 1024 }
const FRESH_MS = 10 * 60_000
const CONNECT_MS = 2_000
const CONNECTIONS_A_HOST = 4

/** Fetches public pages; see url-guard.ts and guarded-lookup.ts for what is refused. */
export const createPageFetcher = (options: PageFetcherOptions = {}): PageFetcher => {
  const limits = { ...LIMITS, ...options.limits }
  const agent = new Agent({
    connect: {
      lookup: guardLookup(options.resolve ?? systemResolve, options.allowedNetworks),
      timeout: CONNECT_MS,
    },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.headersMs,
    maxHeaderSize: 32 * 1024,
    connections: CONNECTIONS_A_HOST,
  })
  const { userAgent = 'Dunnock', cacheDir, cacheBytes, freshMs = FRESH_MS } = options
  const ask: Ask = (url, headers, signal) =>
    followRedirects(url, {
      agent,
      rules: options,
      redirects: limits.redirects,
      headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip, deflate, br', ...headers },
      signal,
    })
  const fetcher: Fetcher = {
    ask,
    limits,
    cache: cacheDir === undefined ? undefined : createPageCache(cacheDir, cacheBytes),
    robots: options.robots === false ? undefined : createRobots(userAgent, readRobots(ask)),
    freshMs,
  }
  return {
    fetchPage: async (address, signal) => {
      const timeout = AbortSignal.timeout(limits.totalMs)
      const either = signal ? AbortSignal.any([signal, timeout]) : timeout
      try {
        return await fetchChecked(fetcher, checkUrl(address, options), either, signal)
      } catch (error) {
        throwIfAborted(signal)
        throw toFetchError(address, error)
      }
    },
    close: () => agent.destroy(),
  }
}

type Ask = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Answer>

type Fetcher = {
  readonly ask: Ask
  readonly limits: FetchLimits
  readonly cache: PageCache | undefined
  readonly robots: Robots | undefined
  readonly freshMs: number
}

const fetchChecked = async (
  { ask, limits, cache, robots, freshMs }: Fetcher,
  url: URL,
  signal: AbortSignal,
  caller: AbortSignal | undefined,
): Promise<ExtractedPage> => {
  const known = await cache?.get(url.href)
  if (known && Date.now() - known.fetchedAt < freshMs) return known.page
  if (robots && !(await robots.isAllowed(url, signal)))
    throw new AppError('FETCH_FAILED', "The site's robots.txt does not allow it.")
  const answer = await ask(url, { accept: ACCEPTED.join(','), ...conditionsOf(known) }, signal)
  const fetchedAt = Date.now()
  if (answer.statusCode === 304 && known) {
    leaveUnread(answer)
    await cache?.put(url.href, { ...known, fetchedAt })
    return known.page
  }
  const page = await readAnswer(answer, { name: url.href, limits, signal: caller })
  const etag = headerOf(answer, 'etag')
  const lastModified = headerOf(answer, 'last-modified')
  await cache?.put(url.href, {
    page,
    fetchedAt,
    ...(etag !== '' && { etag }),
    ...(lastModified !== '' && { lastModified }),
  })
  return page
}

const conditionsOf = (known: CachedPage | undefined): Readonly<Record<string, string>> => ({
  ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
  ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
})

const readRobots =
  (ask: Ask) =>
  async (url: URL, signal: AbortSignal): Promise<RobotsText> => {
    const answer = await ask(url, { accept: 'text/plain' }, signal)
    if (answer.statusCode === 200) {
      const bytes = await readBody(answer.body, headerOf(answer, 'content-encoding'), ROBOTS_LIMITS)
      return { status: 'found', text: new TextDecoder().decode(bytes) }
    }
    leaveUnread(answer)
    return { status: answer.statusCode >= 500 ? 'unavailable' : 'none' }
  }

const toFetchError = (url: string, error: unknown): AppError => {
  // A refusal inside of the lookup comes wrapped by the socket.
  const refused = causes(error).find((one) => isAppError(one, 'URL_REFUSED'))
  if (isAppError(refused)) return refused
  if (isAppError(error, 'UNSUPPORTED_DOCUMENT') || isAppError(error, 'DOCUMENT_TOO_COMPLEX'))
    return error
  const reason = isAppError(error) ? error.message : `${failureReason(error)}.`
  const shown = url.slice(0, 200).toWellFormed()
  return new AppError('FETCH_FAILED', `${shown} could not be fetched. ${reason}`, { cause: error })
}
