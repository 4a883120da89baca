import type { LanguageModel } from '../spec/language-model.ts'
import type { Dialogue, Turn } from '../spec/turn.ts'

/** What had no room: whole turns, and characters of the last turn. */
export type Dropped = { readonly turns: number; readonly characters: number }

export type FittedDialogue = { readonly dialogue: Dialogue; readonly dropped: Dropped }

// A turn's role and its two control tokens.
const TURN_OVERHEAD = 6

/** Drops the oldest turns, and if need be the beginning of the last one, until `budget` tokens hold the rest. */
export const fitDialogue = (
  dialogue: Dialogue,
  budget: number,
  languageModel: Pick<LanguageModel, 'countTokens'>,
): FittedDialogue => {
  const kept: Turn[] = []
  let left = budget
  for (const turn of dialogue.toReversed()) {
    const cost = languageModel.countTokens(turn.text) + TURN_OVERHEAD
    if (cost > left) break
    left -= cost
    kept.unshift(turn)
  }
  const last = dialogue.at(-1)
  if (kept.length > 0 || last === undefined) {
    return { dialogue: kept, dropped: { turns: dialogue.length - kept.length, characters: 0 } }
  }
  const text = longestTail(last.text, budget - TURN_OVERHEAD, languageModel)
  return {
    dialogue: [{ ...last, text }],
    dropped: { turns: dialogue.length - 1, characters: last.text.length - text.length },
  }
}

/** The longest ending of the text within the budget, by bisection: the question mostly comes last. */
const longestTail = (
  text: string,
  budget: number,
  languageModel: Pick<LanguageModel, 'countTokens'>,
): string => {
  let low = 0
  let high = text.length
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (languageModel.countTokens(text.slice(text.length - middle).toWellFormed()) <= budget)
      low = middle
    else high = middle
  }
  const tail = text.slice(text.length - low)
  return tail.isWellFormed() ? tail : tail.slice(1)
}
