import { z } from 'zod'
import { textSchema } from '../../spec/turn.ts'
import type { McpDeps } from './mcp-deps.ts'

const searchSchema = z.object({
  query: textSchema,
  k: z.number().int().min(1).max(100).default(5).describe('How many passages'),
})

const searchOutput = z.object({
  results: z.array(
    z.object({
      id: z.string().describe('Of the document, for fetch'),
      title: z.string(),
      url: z.string(),
      text: z.string(),
      score: z.number().describe('Comparable within one search only'),
    }),
  ),
})

export const SEARCH = {
  title: 'Search',
  description: 'Lists the best passages for a query; an id can be fetched.',
  inputSchema: searchSchema,
  outputSchema: searchOutput,
  annotations: { readOnlyHint: true, openWorldHint: true },
}

/** As clients for deep research want it: the text is the same JSON. */
export const answerSearch = async (
  deps: McpDeps,
  { query, k }: z.output<typeof searchSchema>,
  signal: AbortSignal,
) => {
  const hits = await deps.search(query, k, signal)
  const results = hits.map(({ documentId: id, title, url, text, score }) => ({
    id,
    title,
    url,
    text,
    score,
  }))
  return { text: JSON.stringify({ results }), structured: { results } }
}
