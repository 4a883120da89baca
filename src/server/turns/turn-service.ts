import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { ReplyRequest } from '../../spec/reply.ts'
import { AppError } from '../../spec/errors.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Store } from '../../store/store.ts'
import { admitTurns } from './admit-turns.ts'
import { findResent } from './find-resent.ts'
import type { LiveTurn } from './live-turn.ts'
import { resumeFrames } from './resume-frames.ts'

/** What a caller that was refused for load is told to wait. */
export const RETRY_AFTER_SECONDS = 3

export type TurnDeps = {
  readonly agent: Agent
  readonly rules: Pick<RuleBook, 'resolve' | 'resolveSet'>
  readonly store: Store
  readonly isReady: () => boolean
  readonly maxTurns: number
  readonly onTurnEnd?: (turn: { readonly last: TurnFrame; readonly ms: number }) => void
  readonly report: (error: unknown) => void
}

export type TurnInput = {
  readonly request: ReplyRequest
  readonly clientTurnId?: string
  /** Where neither the request nor its dialogue names one. */
  readonly tenant?: { readonly ruleSet: string } | undefined
}

/** A turn that was admitted; `frames` may be read by several, each from the beginning. */
export type StartedTurn = {
  readonly dialogueId: string
  readonly turnId: string
  frames(signal?: AbortSignal): AsyncGenerator<TurnFrame>
}

/** The one place where a request becomes a turn, whichever door it came through. */
export type TurnService = {
  /**
   * Admits a turn, or finds the one that was sent before under the same clientTurnId. Throws
   * NOT_READY, OVERLOADED, DIALOGUE_BUSY, DIALOGUE_NOT_FOUND, RULE_NOT_FOUND, INVALID_RULE_SET,
   * INVALID_REQUEST, STORE_FAILED; what fails later is the last frame, an `error`.
   */
  start(input: TurnInput): Promise<StartedTurn>
  /** Throws TURN_NOT_FOUND; stopping a turn that is over does nothing. */
  stop(turnId: string): Promise<void>
  /** All frames with `seq > lastSeq`, then those of the turn that is running. Throws DIALOGUE_NOT_FOUND. */
  resume(dialogueId: string, lastSeq: number, signal?: AbortSignal): AsyncGenerator<TurnFrame>
  isRunning(dialogueId: string): boolean
  running(): number
  /** Admits no more, gives running turns `graceMs` to end, then stops them. */
  close(graceMs: number): Promise<void>
}

export const createTurnService = (deps: TurnDeps): TurnService => {
  // By dialogue: each has one turn at a time.
  const live = new Map<string, LiveTurn>()
  const over = new Set<Promise<unknown>>()
  let closing = false
  // One after another, so that two sends of one turn can't both be the first.
  let queue: Promise<unknown> = Promise.resolve()
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }
  const begin = admitTurns(deps, live, (turn) => {
    over.add(turn)
    void turn.finally(() => over.delete(turn))
  })
  return {
    start: (input) =>
      inOrder(async () => {
        if (closing) throw new AppError('OVERLOADED', 'The service is restarting.')
        if (!deps.isReady()) throw new AppError('NOT_READY', 'The service is still starting.')
        return (await findResent(deps.store, live, input)) ?? (await begin(input))
      }),
    stop: async (turnId) => {
      const turn = [...live.values()].find(({ place }) => place.turnId === turnId)
      if (turn !== undefined) turn.stop('The turn was stopped.')
      else if ((await deps.store.findTurn(turnId)) === undefined) {
        throw new AppError('TURN_NOT_FOUND', `There is no turn ${turnId}.`)
      }
    },
    resume: (dialogueId, lastSeq, signal) =>
      resumeFrames(deps.store, () => live.get(dialogueId), { dialogueId, lastSeq, signal }),
    isRunning: (dialogueId) => live.has(dialogueId),
    running: () => live.size,
    close: async (graceMs) => {
      closing = true
      await queue
      const timer = setTimeout(() => {
        for (const turn of live.values()) turn.stop('The service is restarting.')
      }, graceMs)
      await Promise.all(over)
      clearTimeout(timer)
    },
  }
}
