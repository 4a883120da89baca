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
  | { readonly type: 'resume'; readonly epoch: string }
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
 * turn resumed where it was; where it had ended without a reply by then, or frames of it are lost, it is
 * sent again, which shows as another `turn-start`. Leaving the loop stops the turn. Throws ClientError.
 */
export async function* streamTurn(
  request: StreamRequest,
  options: StreamOptions,
): AsyncGenerator<TurnFrame> {
  const { signal, retries } = options
  const turn = { clientTurnId: crypto.randomUUID(), ...request }
  let seen: Seen = { lastSeq: 0 }
  // Connections in a row that brought nothing.
  let failures = 0
  for (let isFirst = true; ; isFirst = false) {
    throwIfLeft(signal)
    const connection = connect(options.WebSocket, options.url)
    const leave = (): void => {
      connection.send(stopFrame(turn, seen))
      connection.close()
    }
    signal?.addEventListener('abort', leave)
    let mayBeLost = !isFirst
    // The loop around the stream may be left where it has a frame.
    let isLeft = false
    try {
      connection.send(seen.lastSeq === 0 ? askFrame(turn, seen) : resumeFrame(seen))
      for (;;) {
        const frame = await nextFrame(connection, seen.lastSeq)
        if (frame === undefined || signal?.aborted === true) break
        failures = 0
        const isEnd = frame.type === 'turn-end' || frame.type === 'error'
        const isLost = frame.type === 'error' && frame.code === 'ABORTED' && mayBeLost
        seen = frame.type === 'resume' ? { ...seen, lastSeq: 0 } : seeFrame(seen, frame)
        if (isLost || frame.type === 'resume') {
          mayBeLost = false
          connection.send(askFrame(turn, seen))
          continue
        }
        isLeft = !isEnd
        yield frame
        isLeft = false
        if (isEnd) return
      }
    } finally {
      signal?.removeEventListener('abort', leave)
      if (isLeft) leave()
      else connection.close()
    }
    throwIfLeft(signal)
    if (failures >= retries) {
      throw new ClientError('UNREACHABLE', `No answer from ${options.url}.`)
    }
    await wait(options.retryMs * 2 ** failures)
    failures += 1
  }
}

const throwIfLeft = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw new ClientError('ABORTED', 'The stream was left.')
}

/** Where the turn is, as far as is known. */
type Seen = {
  readonly dialogueId?: string
  readonly turnId?: string
  readonly epoch?: string | undefined
  readonly lastSeq: number
}

const seeFrame = ({ epoch }: Seen, frame: TurnFrame): Seen => {
  const { dialogueId, turnId, seq: lastSeq } = frame
  return { dialogueId, turnId, lastSeq, epoch: frame.type === 'turn-start' ? frame.epoch : epoch }
}

const askFrame = (turn: StreamRequest, { dialogueId }: Seen): object => ({
  ...turn,
  ...(dialogueId !== undefined && { dialogueId }),
  type: 'user-turn',
})

const resumeFrame = ({ dialogueId, lastSeq, epoch }: Seen): object => ({
  type: 'resume',
  dialogueId,
  lastSeq,
  ...(epoch !== undefined && { epoch }),
})

const stopFrame = ({ clientTurnId }: StreamRequest, { turnId }: Seen): object => ({
  type: 'stop',
  ...(turnId === undefined ? { clientTurnId } : { turnId }),
})

/**
 * The turn's next frame, or the news that frames were lost; undefined where the connection is lost.
 * Frames seen before are passed over.
 */
const nextFrame = async (
  connection: Connection,
  lastSeq: number,
): Promise<TurnFrame | Extract<LooseFrame, { type: 'resume' }> | undefined> => {
  for (;;) {
    const next = await connection.next()
    if ('closed' in next) return undefinedUnlessRefused(next.closed)
    const frame = next.frame as TurnFrame | LooseFrame
    if ('turnId' in frame) {
      if (frame.seq > lastSeq) return frame
    } else if (frame.type === 'resume') return frame
    else if (frame.type === 'retry-after') {
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
