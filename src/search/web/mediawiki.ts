import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { fuseRanks } from '../ranking/fuse-ranks.ts'
import { queryTerms } from '../ranking/terms.ts'
import { callJson, inShape, type Fetch } from './json-api.ts'
import { queryText, type SearchService } from './search-service.ts'

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

type Listed = z.infer<typeof searchSchema>['query']['search'][number]

// Of a query that finds nothing as a whole.
const MOST_WORDS = 5

/** A MediaWiki by its api.php: searched, and its pages read through it. */
export const createMediaWiki = (apiUrl: string, fetch: Fetch, userAgent: string): SearchService => {
  // Until the wiki has said where its pages are.
  let pageUrl = (_title: string): string => apiUrl
  const call = async <Answer>(
    schema: z.ZodType<Answer>,
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const query = new URLSearchParams({ format: 'json', formatversion: '2', ...parameters })
    const url = `${apiUrl}?${query.toString()}`
    const headers = { 'user-agent': userAgent }
    const answer = await callJson(fetch, { url, headers, signal, explain })
    const failed = errorSchema.safeParse(answer)
    if (failed.success) throw new AppError('SOURCE_FAILED', `it says: ${failed.data.error.info}`)
    return inShape(schema, answer, 'a MediaWiki')
  }
  const parse = async (pageId: number, signal: AbortSignal) => {
    const parameters = { action: 'parse', pageid: String(pageId), prop: 'text', redirects: '1' }
    const plainly = { disableeditsection: '1', disabletoc: '1', disablelimitreport: '1' }
    const { title, text } = (await call(parseSchema, { ...parameters, ...plainly }, signal)).parse
    return { content: text, mediaType: 'text/html', url: pageUrl(title), name: title, title }
  }
  const list = async (words: string, limit: number, signal: AbortSignal) => {
    // A wiki without CirrusSearch looks into titles alone where it is not told.
    const parameters = { action: 'query', list: 'search', srwhat: 'text', srlimit: String(limit) }
    return (await call(searchSchema, { ...parameters, srsearch: words }, signal)).query.search
  }
  return {
    search: async (query, limit, signal) => {
      const whole = await list(queryText(query), limit, signal)
      const found =
        whole.length > 0
          ? whole
          : await eachWord(queryText(query), (word) => list(word, limit, signal))
      return found.slice(0, limit).map(({ pageid, title, snippet }) => ({
        url: pageUrl(title),
        title,
        text: plain(snippet),
        document: (inTime) => parse(pageid, inTime),
      }))
    },
    probe: async (signal) => {
      const parameters = { action: 'query', meta: 'siteinfo', siprop: 'general' }
      const { general } = (await call(siteSchema, parameters, signal)).query
      // The server may be written without its scheme: "//en.wikipedia.org".
      pageUrl = pageUrlOf(new URL(general.server, apiUrl), general.articlepath)
      return `${general.sitename} answers at ${new URL(apiUrl).host}`
    },
  }
}

/** A wiki's own search wants every word of a question in a page: what holds most of them comes first. */
const eachWord = async (
  query: string,
  search: (word: string) => Promise<readonly Listed[]>,
): Promise<readonly Listed[]> => {
  const terms = queryTerms(query)
    .split(' ')
    .toSorted((a, b) => b.length - a.length)
  const telling = terms.filter((term) => term.length > 2).slice(0, MOST_WORDS)
  // A plural finds the singular too.
  const lists = await Promise.all(telling.map((term) => search(`${term.replace(/s$/u, '')}*`)))
  const byTitle = new Map(lists.flat().map((one) => [one.title, one]))
  const fused = fuseRanks(lists.map((one) => ({ keys: one.map(({ title }) => title) })))
  return fused.flatMap(({ key }) => byTitle.get(key) ?? [])
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

const explain = (status: number): string | undefined =>
  status === 404 ? 'it answered 404: there is no api.php at this address' : undefined

/** A result's text without its highlighting. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^<>]*>/gu, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#039;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
