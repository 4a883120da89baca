import type { Reply } from '../../spec/reply.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import { AppError } from '../../spec/errors.ts'
import { MODEL } from '../borrowed/model-names.ts'
import type { Usage } from '../borrowed/usage.ts'
import { anthropicError } from './anthropic-error.ts'
import { contentBlocks, type TextBlock } from './content-blocks.ts'
import type { GivenDocument } from './documents.ts'

export type MessageHead = {
  readonly turnId: string
  readonly ignored: readonly string[]
  readonly documents: readonly GivenDocument[]
  readonly usageOf: (shown: string) => Usage
}

const messageOf = ({ turnId, usageOf }: MessageHead, more: object): object => ({
  id: `msg_${turnId}`,
  type: 'message',
  role: 'assistant',
  model: MODEL,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: usageIn(usageOf('')),
  ...more,
})

const usageIn = ({ input, output }: Usage): object => ({
  input_tokens: input,
  output_tokens: output,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
})

/** A reply in the shape of Anthropic's Messages, with its citations at the parts that they back. */
export const wholeMessage = (reply: Reply, head: MessageHead): object =>
  messageOf(head, {
    content: contentBlocks(reply, head.documents),
    stop_reason: 'end_turn',
    usage: usageIn(head.usageOf(reply.text)),
    dunnock: { reply, ignored: head.ignored },
  })

/** A turn's frames as the events of a streamed message: where its parts begin is known at the end alone. */
export async function* messageEvents(
  frames: AsyncIterable<TurnFrame>,
  head: MessageHead,
  requestId: string,
): AsyncGenerator<{ readonly type: string }> {
  for await (const frame of frames) {
    if (frame.type === 'turn-start') {
      yield { type: 'message_start', message: messageOf(head, {}) } as { type: string }
      yield { type: 'ping' }
    }
    if (frame.type === 'error')
      yield anthropicError(new AppError(frame.code, frame.message), requestId)
    if (frame.type !== 'turn-end') continue
    const { reply } = frame
    for (const [index, block] of contentBlocks(reply, head.documents).entries()) {
      yield* blockEvents(block, index)
    }
    yield {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: usageIn(head.usageOf(reply.text)),
      dunnock: { reply, ignored: head.ignored },
    } as { type: string }
    yield { type: 'message_stop' }
  }
}

function* blockEvents(
  { text, citations }: TextBlock,
  index: number,
): Generator<{ readonly type: string }> {
  const event = (type: string, more: object) => ({ type, index, ...more })
  // An empty list tells clients that citations will follow.
  const begun = { type: 'text', text: '', citations: citations === null ? null : [] }
  yield event('content_block_start', { content_block: begun })
  for (const word of text.split(/(?<=\S)(?=\s+\S)/u)) {
    yield event('content_block_delta', { delta: { type: 'text_delta', text: word } })
  }
  for (const citation of citations ?? []) {
    yield event('content_block_delta', { delta: { type: 'citations_delta', citation } })
  }
  yield event('content_block_stop', {})
}
