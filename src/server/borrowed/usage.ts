import type { Dialogue } from '../../spec/turn.ts'

export type CountTokens = (text: string) => number

export type Usage = { readonly input: number; readonly output: number }

/** Tokens of the language model in what was given to answer and in what was shown, not in what it took. */
export const countUsage = (count: CountTokens, dialogue: Dialogue, shown: string): Usage => ({
  input: dialogue.reduce((sum, { text }) => sum + count(text), 0),
  output: count(shown),
})
