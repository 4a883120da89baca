import type { Agent } from '../../agent/agent.ts'

/** An agent, and how many turns it is answering right now. */
export const countTurns = (agent: Agent): { readonly agent: Agent; running(): number } => {
  let running = 0
  return {
    agent: {
      ...agent,
      async *respond(request) {
        running += 1
        try {
          yield* agent.respond(request)
        } finally {
          running -= 1
        }
      },
    },
    running: () => running,
  }
}
