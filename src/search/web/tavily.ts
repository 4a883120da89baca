import { z } from 'zod'
import { callJson, inShape, type Fetch } from './json-api.ts'
import { queryText, type SearchService } from './search-service.ts'

const ADDRESS = 'https://api.tavily.com/search'
const MOST_RESULTS = 20

const answerSchema = z.object({
  results: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      content: z.string(),
      raw_content: z.string().nullish(),
    }),
  ),
})
const errorSchema = z.object({ detail: z.object({ error: z.string() }) })

/** The Tavily Search API; it sends the pages' text along. Its self-test is one search of the quota. */
export const createTavily = (
  { key, address = ADDRESS }: { readonly key: string; readonly address?: string },
  fetch: Fetch,
): SearchService => {
  const ask = async (query: string, limit: number, pages: boolean, signal: AbortSignal) => {
    const body = {
      query: queryText(query),
      max_results: Math.min(limit, MOST_RESULTS),
      search_depth: 'basic',
      ...(pages && { include_raw_content: 'markdown' }),
    }
    const headers = { authorization: `Bearer ${key}` }
    const answer = await callJson(fetch, { url: address, headers, body, signal, explain })
    return inShape(answerSchema, answer, 'Tavily').results
  }
  return {
    search: async (query, limit, signal) => {
      const results = await ask(query, limit, true, signal)
      return results.map(({ url, title, content: text, raw_content: page }) => {
        if (page === null || page === undefined || page.trim() === '') return { url, title, text }
        const document = { content: page, mediaType: 'text/markdown', url, name: url, title }
        return { url, title, text, document: () => Promise.resolve(document) }
      })
    },
    probe: async (signal) => {
      await ask('water', 1, false, signal)
      return 'Tavily answers'
    },
  }
}

const explain = (status: number, text: string): string | undefined => {
  if (status === 401) return 'it answered 401: the key in DUNNOCK_TAVILY_KEY is missing or wrong'
  if (status === 432 || status === 433) return `it answered ${status}: the plan's limit is used up`
  const said = readError(text)
  return said && `it answered ${status}: ${said}`
}

const readError = (text: string): string | undefined => {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.detail.error
  } catch {
    return undefined
  }
}
