import { z } from 'zod'
import { callJson, inShape, type Fetch } from './json-api.ts'
import { queryText, type SearchService } from './search-service.ts'

// The first of these that a document has is its text, and its title.
const TEXT_FIELDS = ['text', 'content', 'body', 'page_content', 'description']
const TITLE_FIELDS = ['title', 'name', 'heading']

const answerSchema = z.object({
  hits: z.object({
    hits: z.array(
      z.object({
        _index: z.string(),
        _id: z.string(),
        _source: z.record(z.string(), z.unknown()).default({}),
      }),
    ),
  }),
})
const countSchema = z.object({ count: z.number() })
const errorSchema = z.object({ error: z.object({ type: z.string(), reason: z.string() }) })

/** An index, or several, of an OpenSearch or Elasticsearch server: the last part of the address. */
export const createOpenSearch = (
  { address, key }: { readonly address: string; readonly key?: string | undefined },
  fetch: Fetch,
): SearchService => {
  const base = new URL(address)
  const { username, password } = base
  base.username = ''
  base.password = ''
  const indexUrl = base.href.replace(/(?<!\/)\/+$/u, '')
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  const headers: Readonly<Record<string, string>> =
    key !== undefined
      ? { authorization: `ApiKey ${key}` }
      : username === ''
        ? {}
        : { authorization: `Basic ${basic.toString('base64')}` }
  return {
    search: async (query, limit, signal) => {
      const fields = [...TITLE_FIELDS.map((field) => `${field}^2`), ...TEXT_FIELDS]
      const match = { query: queryText(query), fields, type: 'best_fields', lenient: true }
      const body = { size: limit, query: { multi_match: match } }
      const answer = await callJson(fetch, {
        url: `${indexUrl}/_search`,
        headers,
        body,
        signal,
        explain,
      })
      const { hits } = inShape(answerSchema, answer, 'an OpenSearch index').hits
      return hits.flatMap((hit) => {
        const text = fieldOf(hit._source, TEXT_FIELDS)
        if (text === undefined) return []
        const title = fieldOf(hit._source, TITLE_FIELDS) ?? hit._id
        const place = new URL(`/${hit._index}/_doc/${encodeURIComponent(hit._id)}`, indexUrl).href
        const url = fieldOf(hit._source, ['url', 'link', 'source']) ?? place
        const mediaType = /^\s*<(?:!doctype|html)/iu.test(text) ? 'text/html' : 'text/plain'
        const document = { content: text, mediaType, url, name: title, title }
        return [{ url, title, text: text.slice(0, 300), document: () => Promise.resolve(document) }]
      })
    },
    probe: async (signal) => {
      const answer = await callJson(fetch, { url: `${indexUrl}/_count`, headers, signal, explain })
      const { count } = inShape(countSchema, answer, 'an OpenSearch index')
      const name = base.pathname.replaceAll('/', '')
      return `${name} at ${base.host} holds ${count.toLocaleString('en')} documents`
    },
  }
}

const fieldOf = (
  document: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string | undefined =>
  names
    .map((name) => document[name])
    .find((value): value is string => typeof value === 'string' && value.trim() !== '')

const explain = (status: number, text: string): string | undefined => {
  if (status === 401) return 'it answered 401: user and password, or the key, are missing or wrong'
  try {
    const said = errorSchema.safeParse(JSON.parse(text)).data?.error
    return said && `it answered ${status}: ${said.reason.slice(0, 200)}`
  } catch {
    return undefined
  }
}
