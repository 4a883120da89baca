import { z } from 'zod'
import { citationSchema } from '../../spec/citation.ts'
import { turnOptionsSchema } from '../../spec/reply.ts'
import { textSchema } from '../../spec/turn.ts'
import { citeInText } from '../borrowed/shown-reply.ts'
import type { McpDeps } from './mcp-deps.ts'

const { search, evidence } = turnOptionsSchema.shape

const askSchema = z.object({
  question: textSchema.describe('The question, whole in itself'),
  search: search.describe('Whether to search; auto is all but plain talk'),
  evidence: evidence.describe('Texts to answer from, in place of a search'),
})

const askOutput = z.object({
  answer: z.string(),
  kind: z.enum(['answer', 'passages', 'declined', 'talk']),
  abstained: z.boolean(),
  citations: z.array(citationSchema),
  passages: z.array(
    z.object({ text: z.string(), url: z.string().optional(), title: z.string().optional() }),
  ),
})

export const ASK = {
  title: 'Ask',
  description:
    'Answers a question from the documents and sources, with citations that were checked.',
  inputSchema: askSchema,
  outputSchema: askOutput,
  annotations: { readOnlyHint: true, openWorldHint: true },
}

/** A turn of a dialogue that is not stored. */
export const answerAsk = async (
  deps: McpDeps,
  { question, ...given }: z.output<typeof askSchema>,
  signal: AbortSignal,
) => {
  const options = {
    ...(given.search !== undefined && { search: given.search }),
    ...(given.evidence !== undefined && { evidence: given.evidence }),
  }
  const dialogue = [{ participant: 'user' as const, text: question }]
  const reply = await deps.ask({ ...options, dialogue }, signal)
  const { text: answer, kind, abstained, citations } = reply
  const passages = reply.passages.flatMap((id) => {
    const { text, url, title } = reply.evidence.find((one) => one.id === id) ?? {}
    if (text === undefined) return []
    return [{ text, ...(url !== undefined && { url }), ...(title !== undefined && { title }) }]
  })
  const structured = { answer, kind, abstained, citations, passages }
  return { text: citeInText(reply).text, structured }
}
