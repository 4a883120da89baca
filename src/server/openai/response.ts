import { AppError } from '../../spec/errors.ts'
import type { Reply } from '../../spec/reply.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import { toUrlCitation } from './annotations.ts'
import { openAiError } from './openai-error.ts'
import { MODEL, type AskedResponse } from './request.ts'

/** `created` is in seconds. */
export type ResponseHead = { readonly turnId: string; readonly created: number } & Pick<
  AskedResponse,
  'about' | 'stored' | 'ignored'
>

const responseIdOf = (turnId: string): string => `resp_${turnId}`
export const turnIdIn = (responseId: string): string => responseId.replace(/^resp_/, '')

const responseOf = (
  { turnId, created, about, stored }: ResponseHead,
  status: string,
  more: object,
): object => ({
  id: responseIdOf(turnId),
  object: 'response',
  created_at: created,
  status,
  error: null,
  incomplete_details: null,
  instructions: about.instructions ?? null,
  metadata: {},
  model: MODEL,
  output: [],
  parallel_tool_calls: false,
  previous_response_id: about.previous_response_id ?? null,
  store: stored,
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'none',
  tools: [],
  top_p: null,
  ...more,
})

const messageOf = (turnId: string, status: string, content: readonly object[]): object => ({
  id: `msg_${turnId}`,
  type: 'message',
  role: 'assistant',
  status,
  content,
})

const annotationsOf = (citations: Reply['citations']): readonly object[] =>
  citations.flatMap(toUrlCitation).map((one) => ({ type: 'url_citation', ...one }))

const textOf = (text: string, annotations: readonly object[]): object => ({
  type: 'output_text',
  text,
  annotations,
  logprobs: [],
})

export const completedResponse = (reply: Reply, head: ResponseHead): object => {
  const content = [textOf(reply.text, annotationsOf(reply.citations))]
  return responseOf(head, 'completed', {
    output: [messageOf(head.turnId, 'completed', content)],
    dunnock: { reply, ignored: head.ignored },
  })
}

/** A turn's frames as the events of a streamed response. */
export async function* responseEvents(
  frames: AsyncIterable<TurnFrame>,
  head: ResponseHead,
  requestId: string,
): AsyncGenerator<{ readonly type: string }> {
  const { turnId } = head
  const place = { item_id: `msg_${turnId}`, output_index: 0, content_index: 0 }
  let numbered = 0
  const event = (type: string, more: object) => ({ type, sequence_number: numbered++, ...more })
  let annotated = 0
  for await (const frame of frames) {
    switch (frame.type) {
      case 'turn-start': {
        const response = responseOf(head, 'in_progress', {})
        const item = messageOf(turnId, 'in_progress', [])
        yield event('response.created', { response })
        yield event('response.in_progress', { response })
        yield event('response.output_item.added', { output_index: 0, item })
        yield event('response.content_part.added', { ...place, part: textOf('', []) })
        break
      }
      case 'reply-delta':
        yield event('response.output_text.delta', { ...place, delta: frame.text, logprobs: [] })
        break
      case 'citation':
        for (const annotation of annotationsOf([frame.citation])) {
          const at = { ...place, annotation_index: annotated }
          annotated += 1
          yield event('response.output_text.annotation.added', { ...at, annotation })
        }
        break
      case 'turn-end': {
        const { text, citations } = frame.reply
        const part = textOf(text, annotationsOf(citations))
        const item = messageOf(turnId, 'completed', [part])
        yield event('response.output_text.done', { ...place, text, logprobs: [] })
        yield event('response.content_part.done', { ...place, part })
        yield event('response.output_item.done', { output_index: 0, item })
        yield event('response.completed', { response: completedResponse(frame.reply, head) })
        break
      }
      case 'error': {
        const told = openAiError(new AppError(frame.code, frame.message), requestId)
        yield event('response.failed', { response: responseOf(head, 'failed', told) })
        break
      }
      default:
        break
    }
  }
}
