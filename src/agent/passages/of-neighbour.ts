import { contentWords } from '../../spec/text/content-words.ts'
import { areNeighbours } from '../../spec/text/neighbour-words.ts'
import { slice } from '../../spec/span.ts'
import { splitStatements } from '../../spec/text/split-statements.ts'

const REFERS_BACK = /\b(?:it|they|them|its|their|he|she|his|her|this|these|those)\b/iu
const IS_WORD = /^\p{L}{3}/u

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
  const sentences = splitStatements(reply).map((span) => slice(reply, span))
  if (sentences.some((sentence) => areNeighbours(question, sentence, known))) return true
  if (REFERS_BACK.test(reply)) return false
  const said = new Set([...contentWords(reply), ...contentWords(title)])
  return [...contentWords(question)].some(
    (word) => IS_WORD.test(word) && known.has(word) && !said.has(word),
  )
}
