import { oneByOne } from '../../base/one-by-one.ts'
import { AppError } from '../../spec/errors.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import { beginTurns } from './begin-turns.ts'
import { findResent } from './find-resent.ts'
import type { LiveTurn } from './live-turn.ts'
import { resumeFrames, type FramesLost, type ResumeOptions } from './resume-frames.ts'
import type { StartedTurn, TurnDeps, TurnInput } from './turn.ts'

/** The one place where a request becomes a turn, whichever door it came through. */
export type TurnService = {
  /**
   * Admits a turn, or finds the one that was sent before under the same clientTurnId. Throws
   * NOT_READY, OVERLOADED, DIALOGUE_BUSY, DIALOGUE_NOT_FOUND, RULE_NOT_FOUND, INVALID_RULE_SET,
   * INVALID_REQUEST, TENANT_RULES, STORE_FAILED; what fails later is the last frame, an `error`.
   */
  start(input: TurnInput): Promise<StartedTurn>
  /** Throws TURN_NOT_FOUND; stopping a turn that is over does nothing. */
  stop(turnId: string): Promise<void>
  /** All frames with `seq > lastSeq`, then those of the turn that is running. Throws DIALOGUE_NOT_FOUND. */
  resume(options: ResumeOptions): AsyncGenerator<TurnFrame | FramesLost>
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
  const inOrder = oneByOne()
  const begin = beginTurns(deps, live, (turn) => {
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
    resume: (options) => resumeFrames(deps.store, () => live.get(options.dialogueId), options),
    isRunning: (dialogueId) => live.has(dialogueId),
    running: () => live.size,
    close: async (graceMs) => {
      closing = true
      await inOrder(() => Promise.resolve())
      const timer = setTimeout(() => {
        for (const turn of live.values()) turn.stop('The service is restarting.')
      }, graceMs)
      await Promise.all(over)
      clearTimeout(timer)
    },
  }
}
