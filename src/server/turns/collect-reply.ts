import { AppError } from '../../spec/errors.ts'
import type { Reply } from '../../spec/reply.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'

/** The reply that a turn's frames end with. Throws the error that they end with instead. */
export const collectReply = async (frames: AsyncIterable<TurnFrame>): Promise<Reply> => {
  for await (const frame of frames) {
    if (frame.type === 'turn-end') return frame.reply
    if (frame.type === 'error') throw new AppError(frame.code, frame.message)
  }
  throw new AppError('ABORTED', 'The caller left.')
}
