import type { WebSocket } from 'ws'
import type { ClientFrame } from '../../spec/client-frame.ts'
import { AppError } from '../../spec/errors.ts'
import type { Store } from '../../store/store.ts'
import type { Tenant } from '../access/tenant.ts'
import { toAppError } from '../errors/error-body.ts'
import { retryAfter } from '../errors/retry-after.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { sendFrame } from './send-frame.ts'

export type ChatDeps = {
  readonly turns: TurnService
  readonly store: Pick<Store, 'addFeedback'>
  /** Throws RATE_LIMITED. */
  readonly checkRate: () => Promise<void>
  readonly report: (error: unknown) => void
  /** Named in errors of no turn, to find them in the log. */
  readonly requestId: string
  readonly tenant: Tenant | undefined
  readonly caller: string
}

export type ChatSession = { handle(frame: ClientFrame): Promise<void> }

type UserTurn = Extract<ClientFrame, { type: 'user-turn' }>
type Followed = { readonly turnId?: string; readonly clientTurnId?: string | undefined }

/** One client's side of the socket: which dialogues it follows, and what it sends. */
export const openChatSession = (socket: WebSocket, deps: ChatDeps): ChatSession => {
  const left = new AbortController()
  socket.once('close', () => left.abort())
  // A dialogue is followed once: a later `resume` takes the place of what was being followed.
  const following = new Map<string, Followed & { readonly stop: AbortController }>()

  const refuse = (error: unknown, about: object = {}): Promise<void> =>
    sendError(socket, error, deps.report, { ...about, requestId: deps.requestId })

  const follow = (
    dialogueId: string,
    turn: Followed,
    open: (signal: AbortSignal) => AsyncIterable<object>,
  ): void => {
    const stop = new AbortController()
    const before = following.get(dialogueId)
    const own = { ...turn, stop }
    following.set(dialogueId, own)
    const signal = AbortSignal.any([left.signal, stop.signal])
    void pump(socket, open(signal), signal)
      .catch((error: unknown) => refuse(error, { dialogueId }))
      .finally(() => {
        if (following.get(dialogueId) === own) following.delete(dialogueId)
      })
    // After the new one has begun: a turn that nobody follows for a moment would be stopped.
    before?.stop.abort()
  }

  const userTurn = async (frame: UserTurn): Promise<void> => {
    const { type: _, clientTurnId, ...request } = frame
    const sent = clientTurnId === undefined ? {} : { clientTurnId }
    try {
      await deps.checkRate()
      const { tenant, caller } = deps
      const turn = await deps.turns.start({ request, ...sent, tenant, caller })
      const { dialogueId, turnId } = turn
      if (following.get(dialogueId)?.turnId === turnId) return
      follow(dialogueId, { turnId, clientTurnId }, (signal) =>
        turn.frames({ signal, returns: true }),
      )
    } catch (error) {
      const refusal = toAppError(error)
      if (refusal.code === 'OVERLOADED') {
        const wait = { type: 'retry-after', retryAfter: retryAfter(refusal) }
        await sendFrame(socket, { ...wait, ...sent })
        if (following.size === 0) socket.close(1013, 'overloaded')
      } else await refuse(error, sent)
    }
  }

  const turnOf = ({ turnId, clientTurnId }: Extract<ClientFrame, { type: 'stop' }>): string => {
    const own = [...following.values()].find(
      (one) => clientTurnId !== undefined && one.clientTurnId === clientTurnId,
    )
    const found = turnId ?? own?.turnId
    if (found !== undefined) return found
    throw new AppError('TURN_NOT_FOUND', `No turn ${clientTurnId} of this socket is running.`)
  }

  const act = async (frame: ClientFrame): Promise<void> => {
    switch (frame.type) {
      case 'user-turn':
        return userTurn(frame)
      case 'stop':
        return deps.turns.stop(turnOf(frame))
      case 'resume': {
        const { type: _, ...place } = frame
        follow(place.dialogueId, {}, (signal) => deps.turns.resume({ ...place, signal }))
        return undefined
      }
      case 'feedback': {
        const { type: _, ...feedback } = frame
        const { id } = await deps.store.addFeedback(feedback, deps.caller)
        return sendFrame(socket, { type: 'feedback-stored', id, turnId: feedback.turnId })
      }
      case 'ping':
        return sendFrame(socket, { type: 'pong' })
      default:
        return frame satisfies never
    }
  }
  return {
    handle: (frame) => act(frame).catch((error) => refuse(error)),
  }
}

const pump = async (
  socket: WebSocket,
  frames: AsyncIterable<object>,
  signal: AbortSignal,
): Promise<void> => {
  for await (const frame of frames) {
    if (signal.aborted) return
    await sendFrame(socket, frame)
  }
}

/** An error of no turn: it has no turnId and no seq. */
export const sendError = (
  socket: WebSocket,
  thrown: unknown,
  report: (error: unknown) => void,
  about: object,
): Promise<void> => {
  const { code, message, details } = toAppError(thrown)
  if (code === 'INTERNAL' || code === 'STORE_FAILED') report(thrown)
  const more = details === undefined ? about : { ...about, details }
  return sendFrame(socket, { type: 'error', code, message, ...more })
}
