import { Agent, request, type Dispatcher } from 'undici'
import { AppError, isAppError, throwIfAborted } from '../spec/errors.ts'
import { readBody, type BodyLimits } from './decode-body.ts'
import { decodeText } from './decode-text.ts'
import { extractText, type ExtractedPage } from './extract-text.ts'
import { causes, failureReason } from './failure-reason.ts'
import { guardLookup, systemResolve, type Resolve } from './guarded-lookup.ts'
import { checkUrl, type UrlRules } from './url-guard.ts'

export type FetchLimits = BodyLimits & {
  /** To the first byte of an answer, in milliseconds; redirects count anew. */
  readonly headersMs: number
  /** For everything, redirects included. */
  readonly totalMs: number
  readonly redirects: number
}

export type PageFetcher = {
  /** Throws URL_REFUSED, FETCH_FAILED, UNSUPPORTED_DOCUMENT and ABORTED, with the reason in words. */
  fetchPage(url: string, signal?: AbortSignal): Promise<ExtractedPage>
  close(): Promise<void>
}

export type PageFetcherOptions = UrlRules & {
  readonly limits?: Partial<FetchLimits>
  readonly resolve?: Resolve
  readonly userAgent?: string
}

const LIMITS: FetchLimits = {
  headersMs: 5_000,
  totalMs: 10_000,
  redirects: 5,
  maxBytes: 5 * 1024 * 1024,
  maxUnpackedBytes: 20 * 1024 * 1024,
}
const CONNECT_MS = 2_000
const ACCEPTED = [
  'text/html',
  'application/xhtml+xml',
  'text/markdown',
  'text/plain',
  'application/pdf',
]

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
    connections: 4,
  })
  const fetcher = { agent, limits, rules: options, userAgent: options.userAgent ?? 'Dunnock' }
  return {
    fetchPage: async (url, signal) => {
      const timeout = AbortSignal.timeout(limits.totalMs)
      const either = signal ? AbortSignal.any([signal, timeout]) : timeout
      try {
        return await readPage(await followRedirects(fetcher, url, either), url, limits, either)
      } catch (error) {
        throwIfAborted(signal)
        throw toFetchError(url, error)
      }
    },
    close: () => agent.destroy(),
  }
}

type Fetcher = {
  readonly agent: Agent
  readonly limits: FetchLimits
  readonly rules: UrlRules
  readonly userAgent: string
}

type Answer = Dispatcher.ResponseData & { readonly url: URL }

const followRedirects = async (
  { agent, limits, rules, userAgent }: Fetcher,
  address: string,
  signal: AbortSignal,
): Promise<Answer> => {
  let url = checkUrl(address, rules)
  for (let hops = 0; hops <= limits.redirects; hops += 1) {
    const headers = {
      'user-agent': userAgent,
      accept: ACCEPTED.join(','),
      'accept-encoding': 'gzip, deflate, br',
    }
    const answer = await request(url, { dispatcher: agent, headers, signal })
    const { location } = answer.headers
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode)
    if (!isRedirect || typeof location !== 'string') return { ...answer, url }
    leaveUnread(answer)
    if (!URL.canParse(location, url.href))
      throw new AppError('FETCH_FAILED', 'It redirects nowhere.')
    url = checkUrl(new URL(location, url.href), rules)
  }
  throw new AppError('FETCH_FAILED', `It redirects more than ${limits.redirects} times.`)
}

const readPage = async (
  answer: Answer,
  name: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<ExtractedPage> => {
  const contentType = headerOf(answer, 'content-type')
  const declared = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const refused = refuseAnswer(answer, declared, limits)
  if (refused !== undefined) {
    leaveUnread(answer)
    throw new AppError('FETCH_FAILED', refused)
  }
  const bytes = await readBody(answer.body, headerOf(answer, 'content-encoding'), limits)
  const mediaType = declared === '' ? sniff(bytes) : declared
  const content = mediaType === 'application/pdf' ? bytes : decodeText(bytes, contentType)
  return await extractText({ content, mediaType, url: answer.url.href, name }, signal)
}

/** Ends the connection; a body that is destroyed reports that as an error to whoever listens. */
const leaveUnread = ({ body }: Dispatcher.ResponseData): void => {
  body.on('error', () => undefined)
  body.destroy()
}

const refuseAnswer = (
  answer: Answer,
  mediaType: string,
  { maxBytes }: BodyLimits,
): string | undefined => {
  if (answer.statusCode !== 200) return `It answered ${answer.statusCode}.`
  if (mediaType !== '' && !ACCEPTED.includes(mediaType)) return `It is ${mediaType.slice(0, 60)}.`
  const length = Number(headerOf(answer, 'content-length'))
  return length > maxBytes ? `It is larger than ${maxBytes} bytes.` : undefined
}

const headerOf = ({ headers }: Answer, name: string): string => {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(',') : value) ?? ''
}

const sniff = (bytes: Uint8Array): string => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).trimStart()
  if (head.startsWith('%PDF-')) return 'application/pdf'
  return /^<(?:!doctype|html|head|body|\?xml|!--|[a-z][a-z0-9]*[\s>])/iu.test(head)
    ? 'text/html'
    : 'text/plain'
}

const toFetchError = (url: string, error: unknown): AppError => {
  // A refusal inside of the lookup comes wrapped by the socket.
  const refused = causes(error).find((one) => isAppError(one, 'URL_REFUSED'))
  if (isAppError(refused)) return refused
  if (isAppError(error, 'UNSUPPORTED_DOCUMENT')) return error
  const reason = isAppError(error) ? error.message : `${failureReason(error)}.`
  const shown = url.slice(0, 200).toWellFormed()
  return new AppError('FETCH_FAILED', `${shown} could not be fetched. ${reason}`, { cause: error })
}
