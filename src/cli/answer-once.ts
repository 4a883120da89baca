import { randomUUID } from 'node:crypto'
import type { Agent } from '../agent/agent.ts'
import type { Reply, TurnOptions } from '../spec/reply.ts'
import type { Rule } from '../spec/rule.ts'
import type { TurnEvent } from '../spec/turn-event.ts'

export type Question = {
  readonly text: string
  readonly rules: readonly Rule[]
  readonly options: Omit<TurnOptions, 'rules'>
}

/** The events of one turn of a dialogue that is kept nowhere. */
export const ask = (
  agent: Agent,
  { text, ...rest }: Question,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> =>
  agent.respond({
    dialogueId: randomUUID(),
    turnId: randomUUID(),
    dialogue: [{ participant: 'user', text }],
    ...rest,
    signal,
  })

/** The reply alone. */
export const answerOnce = async (
  agent: Agent,
  question: Question,
  signal: AbortSignal,
): Promise<Reply> => replyOf(ask(agent, question, signal))

export const replyOf = async (events: AsyncIterable<TurnEvent>): Promise<Reply> => {
  for await (const event of events) if (event.type === 'turn-end') return event.reply
  throw new Error('the agent ended without a reply: this is a bug')
}
