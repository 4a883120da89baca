import type { Reply } from '../../spec/reply.ts'
import { AppError } from '../../spec/errors.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import { toUrlCitation } from './annotations.ts'
import { openAiError } from './openai-error.ts'
import { MODEL } from './request.ts'

/** What an answer says of itself; `created` is in seconds. */
export type ChatHead = { readonly turnId: string; readonly created: number }

const headOf = ({ turnId, created }: ChatHead, object: string) => ({
  id: `chatcmpl-${turnId}`,
  object,
  created,
  model: MODEL,
})

const annotationsOf = (citations: Reply['citations']): readonly object[] =>
  citations.flatMap(toUrlCitation).map((url_citation) => ({ type: 'url_citation', url_citation }))

export const chatCompletion = (
  reply: Reply,
  head: ChatHead,
  ignored: readonly string[],
): object => ({
  ...headOf(head, 'chat.completion'),
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: reply.text,
        refusal: null,
        annotations: annotationsOf(reply.citations),
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  dunnock: { reply, ignored },
})

/** A turn's frames as the parts of a streamed completion; the last one has the whole reply. */
export async function* chatCompletionChunks(
  frames: AsyncIterable<TurnFrame>,
  head: ChatHead,
  { ignored, requestId }: { readonly ignored: readonly string[]; readonly requestId: string },
): AsyncGenerator<object> {
  const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
    ...headOf(head, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...more,
  })
  for await (const frame of frames) {
    if (frame.type === 'turn-start') yield chunk({ role: 'assistant', content: '' })
    if (frame.type === 'reply-delta') yield chunk({ content: frame.text })
    if (frame.type === 'citation') {
      const annotations = annotationsOf([frame.citation])
      if (annotations.length > 0) yield chunk({ annotations })
    }
    if (frame.type === 'turn-end') {
      yield chunk({}, 'stop', { dunnock: { reply: frame.reply, ignored } })
    }
    if (frame.type === 'error') {
      yield openAiError(new AppError(frame.code, frame.message), requestId)
    }
  }
}
