import { contentWords } from '../../spec/text/content-words.ts'
import { areNeighbours } from '../../spec/text/neighbour-words.ts'
import { valuesOf } from '../../spec/text/missing-values.ts'
import { statementsOf } from '../../spec/text/split-statements.ts'

const REFERS_BACK = /\b(?:it|they|them|its|their|he|she|his|her|this|these|those)\b/iu
const IS_WORD = /^\p{L}{3}/u
const HOW_MANY = /\bhow many\b/iu
const IN_A_YEAR = /\b(?:in|since|from|until|till|by|of|before|after) \d{4}\b/giu

type Passage = { readonly title?: string | undefined; readonly text: string }

/**
 * Whether a reply speaks of something else than what is asked, as the words of a few sentences tell: a sentence of it
 * is about a neighbour, or words of the question stand in other sentences of the passage alone. A true statement about
 * a neighbour is the worst answer, since its quote backs it. Of passages of many sentences words tell nothing: there it
 * hits right replies as often as wrong ones.
 */
export const isOfNeighbour = (
  question: string,
  reply: string,
  { title = '', text }: Passage,
): boolean => {
  const known = contentWords(text)
  const isAstray = (sentence: string): boolean => areNeighbours(question, sentence, known)
  if (statementsOf(reply).some(isAstray) || (HOW_MANY.test(question) && countsNothing(reply)))
    return true
  if (REFERS_BACK.test(reply)) {
    const sources = sourcesOf(reply, text)
    return sources.length > 0 && sources.every(isAstray)
  }
  const said = new Set([...contentWords(reply), ...contentWords(title)])
  return [...contentWords(question)].some(
    (word) => IS_WORD.test(word) && known.has(word) && !said.has(word),
  )
}

/** The sentences of a passage that have a number of the reply: what "its default is 3" is said of stands there. */
const sourcesOf = (reply: string, text: string): readonly string[] => {
  const { numbers } = valuesOf(reply)
  return statementsOf(text).filter((sentence) =>
    [...valuesOf(sentence).numbers].some((number) => numbers.has(number)),
  )
}

/** Its only numbers are years. */
const countsNothing = (reply: string): boolean =>
  valuesOf(reply).numbers.size > 0 && valuesOf(reply.replaceAll(IN_A_YEAR, ' ')).numbers.size === 0
