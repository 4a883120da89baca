import { randomUUID } from 'node:crypto'
import type { Reply } from '../spec/reply.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { Agent, TurnRequest } from './agent.ts'

type Asked = Omit<TurnRequest, 'dialogueId' | 'turnId' | 'clientTurnId'>
type Asks = Pick<Agent, 'respond'>

/** The events of one turn that is kept nowhere. */
export const askOnce = (agent: Asks, asked: Asked): AsyncGenerator<TurnEvent> =>
  agent.respond({ dialogueId: randomUUID(), turnId: randomUUID(), ...asked })

/** The reply of one turn that is kept nowhere. Throws what the agent throws. */
export const answerOnce = async (agent: Asks, asked: Asked): Promise<Reply> =>
  replyOf(askOnce(agent, asked))

export const replyOf = async (events: AsyncIterable<TurnEvent>): Promise<Reply> => {
  for await (const event of events) if (event.type === 'turn-end') return event.reply
  throw new Error('the agent ended without a reply: this is a bug')
}
