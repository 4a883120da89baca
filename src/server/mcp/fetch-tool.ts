import type { DocumentRecord } from '../../spec/search.ts'
import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import type { Page } from '../../spec/evidence.ts'
import type { McpDeps } from './mcp-deps.ts'

const fetchSchema = z.object({
  id: z.string().min(1).max(2_000).describe('The id or url of a search result, or a page’s hash'),
})

const fetchOutput = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.string(),
  metadata: z.record(z.string(), z.string()),
})

export const FETCH = {
  title: 'Fetch',
  description: 'The whole text of a document, by the id or url of a search result.',
  inputSchema: fetchSchema,
  outputSchema: fetchOutput,
  annotations: { readOnlyHint: true, openWorldHint: false },
}

/** As clients for deep research want it: the text is the same JSON. Throws NOT_FOUND. */
export const answerFetch = async (
  { documents }: McpDeps,
  { id }: z.output<typeof fetchSchema>,
): Promise<{ readonly text: string; readonly structured: z.output<typeof fetchOutput> }> => {
  const record = documents.get(id) ?? findByUrl(documents, id)
  const page = await documents.page(record?.pageHash ?? id)
  if (page === undefined) throw new AppError('NOT_FOUND', `There is no document or page ${id}.`)
  const structured = describe(page, record)
  return { text: JSON.stringify(structured), structured }
}

const findByUrl = (documents: McpDeps['documents'], url: string): DocumentRecord | undefined => {
  // An id has no colon, a url has: most calls need no look at all documents.
  if (!url.includes(':')) return undefined
  const { total } = documents.list({ limit: 1 })
  return documents.list({ limit: total }).documents.find((one) => one.url === url)
}

const describe = (page: Page, record: DocumentRecord | undefined) => ({
  id: record?.id ?? page.hash,
  title: page.title,
  text: page.text,
  url: page.url,
  metadata: {
    page: page.hash,
    ...(record && { collection: record.collection, addedAt: record.addedAt }),
    ...(record && record.published !== '' && { published: record.published }),
  },
})
