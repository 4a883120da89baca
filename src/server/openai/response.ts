import type { Citation } from '../../spec/citation.ts'
import type { AppError } from '../../spec/errors.ts'
import type { Reply } from '../../spec/reply.ts'
import { toUrlCitation } from './annotations.ts'
import { MODEL } from '../borrowed/model-names.ts'
import { openAiError } from './openai-error.ts'
import { messageIdOf, responseIdOf } from './response-ids.ts'
import type { ResponseAbout } from './responses-request.ts'
import { showReply } from '../borrowed/shown-reply.ts'
import type { Usage } from '../borrowed/usage.ts'
import { responseUsage } from './openai-usage.ts'

/** `created` is in seconds. */
export type ResponseHead = {
  readonly turnId: string
  readonly created: number
  readonly cited: boolean
  readonly ignored: readonly string[]
  readonly about: ResponseAbout
  readonly usageOf: (shown: string) => Usage
}

const responseOf = (
  { turnId, created, about }: Pick<ResponseHead, 'turnId' | 'created' | 'about'>,
  status: string,
  more: object,
): object => ({
  id: responseIdOf(turnId),
  object: 'response',
  created_at: created,
  status,
  background: false,
  error: null,
  incomplete_details: null,
  instructions: about.instructions ?? null,
  max_output_tokens: null,
  metadata: {},
  model: MODEL,
  output: [],
  parallel_tool_calls: false,
  previous_response_id: about.previous_response_id ?? null,
  reasoning: { effort: null, summary: null },
  store: about.store,
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'none',
  tools: [],
  top_p: null,
  truncation: 'auto',
  usage: null,
  ...more,
})

export const messageOf = (turnId: string, status: string, content: readonly object[]): object => ({
  id: messageIdOf(turnId),
  type: 'message',
  role: 'assistant',
  status,
  content,
})

export const annotationsOf = (citations: readonly Citation[]): readonly object[] =>
  citations.flatMap(toUrlCitation).map((one) => ({ type: 'url_citation', ...one }))

export const outputText = (text: string, annotations: readonly object[]): object => ({
  type: 'output_text',
  text,
  annotations,
  logprobs: [],
})

export const begunResponse = (head: Parameters<typeof responseOf>[0]): object =>
  responseOf(head, 'in_progress', {})

export const completedResponse = (reply: Reply, head: ResponseHead): object => {
  const { text, citations } = showReply(reply, head.cited)
  const content = [outputText(text, annotationsOf(citations))]
  return responseOf(head, 'completed', {
    output: [messageOf(head.turnId, 'completed', content)],
    usage: responseUsage(head.usageOf(text)),
    dunnock: { reply, ignored: head.ignored },
  })
}

export const failedResponse = (
  error: AppError,
  head: Parameters<typeof responseOf>[0],
  requestId: string,
): object => responseOf(head, 'failed', openAiError(error, requestId))
