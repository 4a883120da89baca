import type { Citation } from '../../spec/citation.ts'
import { AppError } from '../../spec/errors.ts'
import type { Reply } from '../../spec/reply.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import { showReply, type Shown } from '../borrowed/shown-reply.ts'

/** What these doors stream of a turn; the texts together are the shown one. `error` is an error's place. */
export type ShownEvent =
  | { readonly type: 'start' }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'end'; readonly reply: Reply; readonly shown: Shown }
  | { readonly type: 'error'; readonly error: AppError }

/** A turn's frames as they are shown. With citations in the text, that is known at its end alone. */
export async function* shownEvents(
  frames: AsyncIterable<TurnFrame>,
  cited: boolean,
): AsyncGenerator<ShownEvent> {
  for await (const frame of frames) {
    if (frame.type === 'turn-start') yield { type: 'start' }
    else if (frame.type === 'error') {
      yield { type: 'error', error: new AppError(frame.code, frame.message) }
    } else if (frame.type === 'turn-end') {
      const shown = showReply(frame.reply, cited)
      if (cited) yield* wholeReply(shown)
      yield { type: 'end', reply: frame.reply, shown }
    } else if (!cited && frame.type === 'reply-delta') yield { type: 'delta', text: frame.text }
    else if (!cited && frame.type === 'citation') yield frame
  }
}

function* wholeReply({ text, citations }: Shown): Generator<ShownEvent> {
  for (const word of text.split(/(?<=\S)(?=\s+\S)/u)) yield { type: 'delta', text: word }
  for (const citation of citations) yield { type: 'citation', citation }
}
