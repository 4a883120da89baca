import type { Citation } from '../../spec/citation.ts'
import type { Reply } from '../../spec/reply.ts'
import { toUrlCitation } from './annotations.ts'
import { MODEL } from '../borrowed/model-names.ts'
import { openAiError } from './openai-error.ts'
import type { ShownEvent } from './shown-events.ts'
import { showReply } from '../borrowed/shown-reply.ts'
import type { Usage } from '../borrowed/usage.ts'
import { completionUsage } from './openai-usage.ts'

/** What an answer says of itself; `created` is in seconds. */
export type ChatHead = {
  readonly turnId: string
  readonly created: number
  readonly cited: boolean
  readonly ignored: readonly string[]
  readonly usageOf: (shown: string) => Usage
}

const headOf = ({ turnId, created }: ChatHead, object: string) => ({
  id: `chatcmpl-${turnId}`,
  object,
  created,
  model: MODEL,
  system_fingerprint: null,
})

const annotationsOf = (citations: readonly Citation[]): readonly object[] =>
  citations.flatMap(toUrlCitation).map((url_citation) => ({ type: 'url_citation', url_citation }))

export const chatCompletion = (reply: Reply, head: ChatHead): object => {
  const { text, citations } = showReply(reply, head.cited)
  return {
    ...headOf(head, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          refusal: null,
          annotations: annotationsOf(citations),
        },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: completionUsage(head.usageOf(text)),
    dunnock: { reply, ignored: head.ignored },
  }
}

export type Streaming = { readonly includeUsage: boolean; readonly requestId: string }

/** A turn as the parts of a streamed completion; the last one with a choice has the whole reply. */
export async function* chatCompletionChunks(
  events: AsyncIterable<ShownEvent>,
  head: ChatHead,
  { includeUsage, requestId }: Streaming,
): AsyncGenerator<object> {
  const named = headOf(head, 'chat.completion.chunk')
  const uncounted = includeUsage ? { usage: null } : {}
  const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
    ...named,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...uncounted,
    ...more,
  })
  for await (const event of events) {
    switch (event.type) {
      case 'start':
        yield chunk({ role: 'assistant', content: '' })
        break
      case 'delta':
        yield chunk({ content: event.text })
        break
      case 'citation': {
        const annotations = annotationsOf([event.citation])
        if (annotations.length > 0) yield chunk({ annotations })
        break
      }
      case 'end': {
        yield chunk({}, 'stop', { dunnock: { reply: event.reply, ignored: head.ignored } })
        const usage = completionUsage(head.usageOf(event.shown.text))
        if (includeUsage) yield { ...named, choices: [], usage }
        break
      }
      case 'error':
        yield openAiError(event.error, requestId)
        break
    }
  }
}
