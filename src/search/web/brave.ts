import { z } from 'zod'
import { callJson, inShape, type Fetch } from './json-api.ts'
import { queryText, type SearchService } from './search-service.ts'

const ADDRESS = 'https://api.search.brave.com/res/v1/web/search'
const MOST_RESULTS = 20

const answerSchema = z.object({
  // Left out where nothing was found.
  web: z
    .object({
      results: z.array(
        z.object({ url: z.string(), title: z.string(), description: z.string().default('') }),
      ),
    })
    .optional(),
})
const errorSchema = z.object({ error: z.object({ code: z.string(), detail: z.string() }) })

/** The Brave Search API. Its self-test is one search of the account's quota. */
export const createBrave = (
  { key, address = ADDRESS }: { readonly key: string; readonly address?: string },
  fetch: Fetch,
): SearchService => {
  const ask = async (query: string, count: number, signal: AbortSignal) => {
    const parameters = { q: queryText(query), count: String(count), text_decorations: 'false' }
    const url = `${address}?${new URLSearchParams(parameters).toString()}`
    const headers = { 'x-subscription-token': key }
    const answer = await callJson(fetch, { url, headers, signal, explain })
    return inShape(answerSchema, answer, 'Brave Search').web?.results ?? []
  }
  return {
    search: async (query, limit, signal) => {
      const results = await ask(query, Math.min(limit, MOST_RESULTS), signal)
      return results.map(({ url, title, description }) => ({ url, title, text: description }))
    },
    probe: async (signal) => {
      await ask('water', 1, signal)
      return 'Brave Search answers'
    },
  }
}

const explain = (status: number, text: string): string | undefined => {
  const said = readError(text)
  if (said?.code === 'SUBSCRIPTION_TOKEN_INVALID')
    return `it answered ${status}: the key in DUNNOCK_BRAVE_KEY is not valid`
  if (status === 429) return "it answered 429: too many requests, or the plan's quota is used up"
  return said && `it answered ${status}: ${said.detail}`
}

const readError = (text: string): { code: string; detail: string } | undefined => {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.error
  } catch {
    return undefined
  }
}
