import type { Said } from '../spec/turn.ts'
import type { StoredTurn } from './store.ts'

/** What was said in stored turns, as it is shown; one without an answer is left out, as if it had not been asked. */
export const dialogueOf = (turns: readonly StoredTurn[]): readonly Said[] =>
  turns.flatMap(({ text, reply, instead, preceding = [] }): readonly Said[] =>
    reply === undefined
      ? preceding
      : [
          ...preceding,
          { participant: 'user', text },
          { participant: 'agent', text: instead ?? reply.text },
        ],
  )
