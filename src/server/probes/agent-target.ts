import type { Agent } from '../../agent/agent.ts'
import { answerOnce } from '../../agent/answer-once.ts'
import type { Target } from '../../probing/target.ts'
import type { RuleBook } from '../../rules/rule-book.ts'

export type AgentTargetOptions = {
  readonly agent: Pick<Agent, 'respond'>
  readonly rules: Pick<RuleBook, 'all'>
  /** Asked when the report is written: weights may change. */
  readonly models: () => Readonly<Record<string, string>>
  /** Waits until nobody else needs the agent. */
  readonly whenFree?: (signal?: AbortSignal) => Promise<void>
}

// The same dialogue is then answered the same way in every run.
const SEED = 1

/** The agent as probing asks it: all its rules in force, no search, nothing stored. */
export const createAgentTarget = ({
  agent,
  rules,
  models,
  whenFree,
}: AgentTargetOptions): Target => ({
  get models() {
    return models()
  },
  reply: async (dialogue, page, signal) => {
    await whenFree?.(signal)
    const evidence = page === undefined ? {} : { evidence: [{ text: page }] }
    const { text, kind, scorecard } = await answerOnce(agent, {
      dialogue,
      rules: rules.all(),
      options: { search: 'never', seed: SEED, ...evidence },
      ...(signal !== undefined && { signal }),
    })
    return { text, refused: kind === 'declined' && scorecard.blocked.length > 0 }
  },
})
