import { z } from 'zod'
import { searchAnswerSchema, searchRequestSchema } from '../../spec/search.ts'
import type { McpDeps } from './mcp-deps.ts'

const { query, k, filter, sources } = searchRequestSchema.shape

const searchSchema = z.object({
  query,
  k: k.describe('How many passages'),
  filter: filter.describe('Narrows the service’s own documents, and leaves all else out'),
  sources: sources.describe('Names of sources; left out, all of them'),
})

const searchOutput = z.object({
  results: z.array(
    z.object({
      id: z.string().describe('Of the document, for fetch'),
      title: z.string(),
      url: z.string(),
      text: z.string(),
      source: z.string(),
      score: z.number().describe('Comparable within one search only'),
    }),
  ),
  failures: searchAnswerSchema.shape.failures.describe('Sources that could not be asked'),
})

export const SEARCH = {
  title: 'Search',
  description: 'Lists the best passages of the documents and sources; an id can be fetched.',
  inputSchema: searchSchema,
  outputSchema: searchOutput,
  annotations: { readOnlyHint: true, openWorldHint: true },
}

/** As clients for deep research want it: the text is the same JSON. */
export const answerSearch = async (
  deps: McpDeps,
  asked: z.output<typeof searchSchema>,
  signal: AbortSignal,
) => {
  const { results: found, failures } = await deps.search(asked, signal)
  const results = found.map(({ documentId: id, title, url, text, source, score }) => ({
    id,
    title,
    url,
    text,
    source,
    score,
  }))
  const structured = { results, failures }
  return { text: JSON.stringify(structured), structured }
}
