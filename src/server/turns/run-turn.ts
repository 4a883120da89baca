import { AppError } from '../../spec/errors.ts'
import type { TurnEvent, TurnFrame } from '../../spec/turn-event.ts'
import { toAppError } from '../errors/error-body.ts'
import type { LiveTurn } from './live-turn.ts'

export type TurnLog = {
  /** The dialogue's last frame before this turn. */
  readonly lastSeq: number
  /** Numbers the event and keeps it. */
  append(event: TurnEvent): Promise<TurnFrame>
  /** The last frame is sent all the same where it could not be kept. */
  lose(): void
  /** Of an error that nobody expected. */
  report(error: unknown): void
}

/**
 * Takes the agent's events to their end. Followers see an event once it is kept, and the last one
 * they see is `turn-end` or `error`, whatever happens. Never throws.
 */
export const runTurn = async (
  turn: LiveTurn,
  events: AsyncIterable<TurnEvent>,
  log: TurnLog,
): Promise<TurnFrame> => {
  let last = log.lastSeq
  try {
    for await (const event of events) {
      if (turn.signal.aborted) throw new Error('stopped')
      const frame = await log.append(event)
      last = frame.seq
      turn.push(frame)
      if (event.type === 'turn-end' || event.type === 'error') return frame
    }
    throw new Error('the agent ended without a reply: this is a bug')
  } catch (error) {
    const event = errorEvent(error, turn, log)
    const frame = await log.append(event).catch((unkept: unknown) => {
      log.report(unkept)
      log.lose()
      return { ...event, ...turn.place, seq: last + 1 }
    })
    turn.push(frame)
    return frame
  } finally {
    turn.end()
  }
}

const errorEvent = (
  thrown: unknown,
  { signal }: LiveTurn,
  log: TurnLog,
): Extract<TurnEvent, { type: 'error' }> => {
  const error = signal.aborted
    ? new AppError('ABORTED', String(signal.reason), { cause: thrown })
    : toAppError(thrown)
  if (error.code === 'INTERNAL' || error.code === 'STORE_FAILED') log.report(thrown)
  return { type: 'error', code: error.code, message: error.message }
}
