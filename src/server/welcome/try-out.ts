import { randomUUID } from 'node:crypto'
import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { Reply } from '../../spec/reply.ts'

// The same question is then answered the same way each time that it is tried.
const SEED = 1

/** Answers a question as a turn of its own that is stored nowhere. */
export const createTryOut =
  (agent: Pick<Agent, 'respond'>, rules: Pick<RuleBook, 'all'>) =>
  async (question: string, signal: AbortSignal): Promise<Reply> => {
    const events = agent.respond({
      dialogueId: randomUUID(),
      turnId: randomUUID(),
      dialogue: [{ participant: 'user', text: question }],
      rules: rules.all(),
      options: { seed: SEED, include: ['evidence'] },
      signal,
    })
    for await (const event of events) if (event.type === 'turn-end') return event.reply
    throw new Error('the agent ended without a reply: this is a bug')
  }
