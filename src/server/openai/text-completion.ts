import type { Reply } from '../../spec/reply.ts'
import type { ChatHead, Streaming } from './chat-completion.ts'
import { MODEL } from '../borrowed/model-names.ts'
import { openAiError } from './openai-error.ts'
import type { ShownEvent } from './shown-events.ts'
import { showReply } from '../borrowed/shown-reply.ts'
import { completionUsage } from './openai-usage.ts'

const headOf = ({ turnId, created }: ChatHead) => ({
  id: `cmpl-${turnId}`,
  object: 'text_completion',
  created,
  model: MODEL,
})

const choiceOf = (text: string, finish_reason: string | null) => ({
  index: 0,
  text,
  logprobs: null,
  finish_reason,
})

/** A reply in the shape of Completions, which has no place for citations but the text. */
export const textCompletion = (reply: Reply, head: ChatHead): object => {
  const { text } = showReply(reply, head.cited)
  return {
    ...headOf(head),
    choices: [choiceOf(text, 'stop')],
    usage: completionUsage(head.usageOf(text)),
    dunnock: { reply, ignored: head.ignored },
  }
}

export async function* textCompletionChunks(
  events: AsyncIterable<ShownEvent>,
  head: ChatHead,
  { includeUsage, requestId }: Streaming,
): AsyncGenerator<object> {
  const named = headOf(head)
  for await (const event of events) {
    if (event.type === 'delta') yield { ...named, choices: [choiceOf(event.text, null)] }
    if (event.type === 'error') yield openAiError(event.error, requestId)
    if (event.type !== 'end') continue
    const dunnock = { reply: event.reply, ignored: head.ignored }
    yield { ...named, choices: [choiceOf('', 'stop')], dunnock }
    const usage = completionUsage(head.usageOf(event.shown.text))
    if (includeUsage) yield { ...named, choices: [], usage }
  }
}
