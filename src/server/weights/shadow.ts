import { appendFile } from 'node:fs/promises'
import type { Agent, TurnRequest } from '../../agent/agent.ts'
import type { Reply } from '../../spec/reply.ts'

export const SHADOW_LOG = 'shadow.jsonl'

/** How a shadow's reply to a live turn compares. No words of anybody: those are erased with their dialogue. */
export type ShadowLine = {
  readonly turnId: string
  readonly sameText: boolean
  readonly kind: Reply['kind']
  readonly shadowKind: Reply['kind']
}

export type ShadowOptions = {
  readonly shadow: Pick<Agent, 'respond'>
  /** Where lines are added. */
  readonly log: string
  readonly whenFree: (signal: AbortSignal) => Promise<void>
  readonly report: (error: unknown) => void
  readonly signal: AbortSignal
}

// Turns that wait for the shadow; those above are left out.
const MOST_WAITING = 4

/** An agent whose turns are answered once more by another one when nobody waits, and compared. */
export const withShadow = (
  agent: Agent,
  { shadow, log, whenFree, report, signal }: ShadowOptions,
): Agent => {
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  const compare = async (request: TurnRequest, live: Reply): Promise<void> => {
    await whenFree(signal)
    const again = { ...request, options: { ...request.options, seed: live.seed }, signal }
    for await (const event of shadow.respond(again)) {
      if (event.type !== 'turn-end') continue
      const line: ShadowLine = {
        turnId: live.turnId,
        sameText: event.reply.text === live.text,
        kind: live.kind,
        shadowKind: event.reply.kind,
      }
      await appendFile(log, `${JSON.stringify(line)}\n`)
    }
  }
  const answerAgain = (request: TurnRequest, live: Reply): void => {
    if (waiting >= MOST_WAITING) return
    waiting += 1
    last = last
      .then(() => compare(request, live))
      .catch((error: unknown) => {
        if (!signal.aborted) report(error)
      })
      .finally(() => (waiting -= 1))
  }
  return {
    ...agent,
    async *respond(request) {
      for await (const event of agent.respond(request)) {
        // Before it is passed on: whoever has the reply may leave.
        if (event.type === 'turn-end') answerAgain(request, event.reply)
        yield event
      }
    },
  }
}
