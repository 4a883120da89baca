import type { LanguageModel } from '../../spec/language-model.ts'

type Counter = Pick<LanguageModel, 'countTokens'>

const MARK = '\n…\n'
const MARK_TOKENS = 6

// Longer texts are not counted to the end: counting takes longer than reading a short prompt.
const MOST_CHARACTERS_A_TOKEN = 8
const USUAL_CHARACTERS_A_TOKEN = 4

// How far back a cut looks for the end of a word.
const WORD = 24

/** The text, or its head and its tail where it has more than `budget` tokens: what is asked stands at an end of what is quoted. */
export const cutText = (text: string, budget: number, model: Counter): string => {
  if (text.length <= budget * MOST_CHARACTERS_A_TOKEN && model.countTokens(text) <= budget)
    return text
  const half = Math.floor((budget - MARK_TOKENS) / 2)
  if (half <= 0) return tailOf(text, Math.max(0, budget), model)
  return `${headOf(text, half, model)}${MARK}${tailOf(text, half, model)}`
}

const headOf = (text: string, budget: number, model: Counter): string =>
  longest(budget, model, (length) => {
    const head = text.slice(0, length)
    const end = head.slice(-WORD).search(/\s\S*$/u)
    const whole = end < 0 ? head : head.slice(0, Math.max(0, head.length - WORD) + end)
    return whole.isWellFormed() ? whole : whole.slice(0, -1)
  })

const tailOf = (text: string, budget: number, model: Counter): string =>
  longest(budget, model, (length) => {
    const tail = length === 0 ? '' : text.slice(-length)
    const space = tail.slice(0, WORD).search(/\s/u)
    const whole = tail.slice(space + 1)
    return whole.isWellFormed() ? whole : whole.slice(1)
  })

/** A piece of about `budget` tokens and not more, by few counts. */
const longest = (budget: number, model: Counter, piece: (length: number) => string): string => {
  let length = budget * USUAL_CHARACTERS_A_TOKEN
  for (;;) {
    const text = piece(length)
    const tokens = model.countTokens(text)
    if (tokens <= budget) return text
    length = Math.floor((length * budget) / tokens)
  }
}
