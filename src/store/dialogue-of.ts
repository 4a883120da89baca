import type { StoredTurn } from './store.ts'

type Said = { readonly participant: 'user' | 'agent'; readonly text: string }

/** What was said in stored turns; one without an answer is left out, as if it had not been asked. */
export const dialogueOf = (turns: readonly StoredTurn[]): readonly Said[] =>
  turns.flatMap(({ text, reply }): readonly Said[] =>
    reply === undefined
      ? []
      : [
          { participant: 'user', text },
          { participant: 'agent', text: reply.text },
        ],
  )
