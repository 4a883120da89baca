import { z } from 'zod'
import { callJson, inShape, type Fetch } from './json-api.ts'
import { queryText, type SearchService } from './search-service.ts'

const answerSchema = z.object({
  results: z.array(z.object({ url: z.string(), title: z.string(), content: z.string().nullish() })),
  /** Pairs of an engine and why it kept silent. */
  unresponsive_engines: z.array(z.array(z.string())).default([]),
})

/** A SearXNG server; its operator has to allow the JSON format. */
export const createSearxng = (baseUrl: string, fetch: Fetch): SearchService => {
  const ask = async (query: string, signal: AbortSignal) => {
    const url = new URL('search', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
    url.search = new URLSearchParams({ q: queryText(query), format: 'json' }).toString()
    const answer = await callJson(fetch, { url: url.href, signal, explain })
    return inShape(answerSchema, answer, 'a SearXNG server')
  }
  return {
    search: async (query, limit, signal) => {
      const { results } = await ask(query, signal)
      return results
        .slice(0, limit)
        .map(({ url, title, content }) => ({ url, title, text: content ?? '' }))
    },
    probe: async (signal) => {
      const { results, unresponsive_engines: silent } = await ask('water', signal)
      const engines = silent.map(([name, reason = 'no reason']) => `${name} (${reason})`)
      const without = engines.length === 0 ? '' : `, without ${engines.join(', ')}`
      return `SearXNG answers at ${new URL(baseUrl).host} with ${results.length} results${without}`
    },
  }
}

const explain = (status: number): string | undefined =>
  ({
    403: "it answered 403: its JSON format is off; add json to search.formats in the server's settings.yml",
    404: 'it answered 404: there is no search at this address',
    429: 'it answered 429: its limiter takes us for a bot; allow our address in limiter.toml',
  })[status]
