import { z } from 'zod'
import { AppError } from '../spec/errors.ts'

/** What is used of `fetch`, so that tests and proxies can stand in for it. */
export type Fetch = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Pick<Response, 'ok' | 'status' | 'headers' | 'body'>>

export type WikiHit = { readonly pageId: number; readonly title: string; readonly snippet: string }
export type WikiSite = { readonly name: string; readonly pageUrl: (title: string) => string }
export type WikiPage = { readonly title: string; readonly html: string }

/** Three calls of a MediaWiki's api.php. All throw SOURCE_FAILED or what `fetch` throws. */
export type MediaWikiApi = {
  site(signal: AbortSignal): Promise<WikiSite>
  search(query: string, limit: number, signal: AbortSignal): Promise<readonly WikiHit[]>
  parse(pageId: number, signal: AbortSignal): Promise<WikiPage>
}

const MAX_BYTES = 8 * 1024 * 1024
const MAX_QUERY_LENGTH = 300

const errorSchema = z.object({ error: z.object({ code: z.string(), info: z.string() }) })
const siteSchema = z.object({
  query: z.object({
    general: z.object({ sitename: z.string(), server: z.string(), articlepath: z.string() }),
  }),
})
const searchSchema = z.object({
  query: z.object({
    search: z.array(z.object({ pageid: z.number(), title: z.string(), snippet: z.string() })),
  }),
})
const parseSchema = z.object({ parse: z.object({ title: z.string(), text: z.string() }) })

export const createMediaWikiApi = (
  apiUrl: string,
  fetch: Fetch,
  userAgent: string,
): MediaWikiApi => {
  const call = async <Answer>(
    schema: z.ZodType<Answer>,
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const query = new URLSearchParams({ format: 'json', formatversion: '2', ...parameters })
    const headers = { 'user-agent': userAgent, accept: 'application/json' }
    const answer = await fetch(`${apiUrl}?${query.toString()}`, { headers, signal })
    return readAnswer(schema, answer)
  }
  return {
    site: async (signal) => {
      const parameters = { action: 'query', meta: 'siteinfo', siprop: 'general' }
      const { general } = (await call(siteSchema, parameters, signal)).query
      // The server may be written without its scheme: "//en.wikipedia.org".
      const server = new URL(general.server, apiUrl)
      return { name: general.sitename, pageUrl: pageUrlOf(server, general.articlepath) }
    },
    search: async (text, limit, signal) => {
      const srsearch = text.slice(0, MAX_QUERY_LENGTH).toWellFormed()
      const parameters = { action: 'query', list: 'search', srsearch, srlimit: String(limit) }
      const { search } = (await call(searchSchema, parameters, signal)).query
      return search.map(({ pageid, title, snippet }) => ({ pageId: pageid, title, snippet }))
    },
    parse: async (pageId, signal) => {
      const parameters = { action: 'parse', pageid: String(pageId), prop: 'text', redirects: '1' }
      const plain = { disableeditsection: '1', disabletoc: '1', disablelimitreport: '1' }
      const { title, text } = (await call(parseSchema, { ...parameters, ...plain }, signal)).parse
      return { title, html: text }
    },
  }
}

const pageUrlOf =
  (server: URL, articlePath: string) =>
  (title: string): string => {
    const name = encodeURIComponent(title.replaceAll(' ', '_')).replaceAll('%2F', '/')
    return new URL(
      articlePath.replace('$1', () => name),
      server.href,
    ).href
  }

const readAnswer = async <Answer>(
  schema: z.ZodType<Answer>,
  answer: Awaited<ReturnType<Fetch>>,
): Promise<Answer> => {
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new AppError('SOURCE_FAILED', httpReason(answer.status))
  }
  const body = parseJson(await readBounded(answer))
  const failed = errorSchema.safeParse(body)
  if (failed.success) throw new AppError('SOURCE_FAILED', `it says: ${failed.data.error.info}`)
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw new AppError('SOURCE_FAILED', 'its answer is not that of a MediaWiki', {
    cause: read.error,
  })
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

const httpReason = (status: number): string => {
  if (status === 429) return 'it answered 429: too many requests'
  if (status === 403) return 'it answered 403: access refused'
  if (status === 404) return 'it answered 404: there is no api.php at this address'
  return `it answered ${status}`
}
