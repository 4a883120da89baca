import {
  annotationsOf,
  begunResponse,
  completedResponse,
  failedResponse,
  messageOf,
  outputText,
  type ResponseHead,
} from './response.ts'
import { messageIdOf } from './response-ids.ts'
import type { ShownEvent } from './shown-events.ts'

/** A turn as the events of a streamed response. */
export async function* responseEvents(
  events: AsyncIterable<ShownEvent>,
  head: ResponseHead,
  requestId: string,
): AsyncGenerator<{ readonly type: string }> {
  const { turnId } = head
  const place = { item_id: messageIdOf(turnId), output_index: 0, content_index: 0 }
  let numbered = 0
  const event = (type: string, more: object) => ({ type, sequence_number: numbered++, ...more })
  let annotated = 0
  for await (const shown of events) {
    switch (shown.type) {
      case 'start': {
        const response = begunResponse(head)
        yield event('response.created', { response })
        yield event('response.in_progress', { response })
        const item = messageOf(turnId, 'in_progress', [])
        yield event('response.output_item.added', { output_index: 0, item })
        yield event('response.content_part.added', { ...place, part: outputText('', []) })
        break
      }
      case 'delta':
        yield event('response.output_text.delta', { ...place, delta: shown.text, logprobs: [] })
        break
      case 'citation':
        for (const annotation of annotationsOf([shown.citation])) {
          const at = { ...place, annotation_index: annotated++ }
          yield event('response.output_text.annotation.added', { ...at, annotation })
        }
        break
      case 'end': {
        const { text, citations } = shown.shown
        const part = outputText(text, annotationsOf(citations))
        const item = messageOf(turnId, 'completed', [part])
        yield event('response.output_text.done', { ...place, text, logprobs: [] })
        yield event('response.content_part.done', { ...place, part })
        yield event('response.output_item.done', { output_index: 0, item })
        yield event('response.completed', { response: completedResponse(shown.reply, head) })
        break
      }
      case 'error': {
        const response = failedResponse(shown.error, head, requestId)
        yield event('response.failed', { response })
        break
      }
    }
  }
}
