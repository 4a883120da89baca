import type { TurnOptions } from '../spec/reply.ts'
import type { ErrorCode } from '../spec/errors.ts'
import type { TurnFrame } from '../spec/turn-event.ts'
import { ClientError } from './client-error.ts'
import { connect, type Connection, type SocketClosed, type SocketConstructor } from './socket.ts'

export type StreamRequest = TurnOptions & {
  readonly text: string
  readonly dialogueId?: string
  /** One is made up where it is left out. */
  readonly clientTurnId?: string
}

export type StreamOptions = {
  readonly url: string
  readonly WebSocket: SocketConstructor
  /** How often a lost connection is opened anew before giving up. */
  readonly retries: number
  /** Before the first retry, in milliseconds; each further one waits twice as long. */
  readonly retryMs: number
  readonly signal?: AbortSignal
}

/** What arrives that is of no turn. */
type LooseFrame =
  | { readonly type: 'retry-after'; readonly retryAfter: number }
  | LooseError
  | { readonly type: 'pong' }
type LooseError = {
  readonly type: 'error'
  readonly code: ErrorCode
  readonly message: string
  readonly requestId?: string
  readonly details?: unknown
}

/**
 * The frames of one turn, ending with `turn-end` or `error`. A lost connection is opened anew and the
 * turn resumed where it was; where the service had stopped it by then, it is sent again, which shows
 * as another `turn-start`. Leaving the loop stops the turn. Throws ClientError.
 */
export async function* streamTurn(
  request: StreamRequest,
  options: StreamOptions,
): AsyncGenerator<TurnFrame> {
  const turn = { clientTurnId: crypto.randomUUID(), ...request }
  let seen: TurnFrame | undefined
  for (let attempt = 0; ; attempt += 1) {
    const { signal } = options
    const connection = connect(options.WebSocket, options.url)
    const leave = (): void => connection.close()
    signal?.addEventListener('abort', leave)
    try {
      connection.send(opening(turn, seen))
      for (;;) {
        const frame = await nextFrame(connection, seen)
        if (frame === undefined) break
        seen = frame
        const lost = frame.type === 'error' && frame.code === 'ABORTED' && attempt > 0
        if (lost && attempt <= options.retries && signal?.aborted !== true) {
          connection.send({ ...turn, type: 'user-turn', dialogueId: frame.dialogueId })
          continue
        }
        yield frame
        if (frame.type === 'turn-end' || frame.type === 'error') return
      }
    } finally {
      signal?.removeEventListener('abort', leave)
      connection.close()
    }
    if (signal?.aborted === true) throw new ClientError('ABORTED', 'The stream was left.')
    if (attempt >= options.retries) {
      throw new ClientError('UNREACHABLE', `No answer from ${options.url}.`)
    }
    await wait(options.retryMs * 2 ** attempt)
  }
}

const opening = (turn: StreamRequest, seen: TurnFrame | undefined): object =>
  seen === undefined
    ? { ...turn, type: 'user-turn' }
    : { type: 'resume', dialogueId: seen.dialogueId, lastSeq: seen.seq }

/** The turn's next frame; undefined where the connection is lost. Frames seen before are passed over. */
const nextFrame = async (
  connection: Connection,
  seen: TurnFrame | undefined,
): Promise<TurnFrame | undefined> => {
  for (;;) {
    const next = await connection.next()
    if ('closed' in next) return undefinedUnlessRefused(next.closed)
    const frame = next.frame as TurnFrame | LooseFrame
    if ('turnId' in frame) {
      if (seen === undefined || frame.seq > seen.seq) return frame
    } else if (frame.type === 'retry-after') {
      const { retryAfter } = frame
      throw new ClientError('OVERLOADED', `Try again in ${retryAfter} s.`, { details: frame })
    } else if (frame.type === 'error') {
      throw new ClientError(frame.code, frame.message, frame)
    }
  }
}

const undefinedUnlessRefused = ({ code, reason }: SocketClosed): undefined => {
  if (code !== 1008 && code !== 1009) return undefined
  const known = /^(UNAUTHORIZED|FORBIDDEN_ORIGIN)/.exec(reason)?.[1] as ErrorCode | undefined
  throw new ClientError(known ?? 'PAYLOAD_TOO_LARGE', reason || 'The frame was too large.')
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
