import { compatible } from '../../spec/text/fold-letters.ts'
import { segmentsOf } from '../../spec/text/segments.ts'

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[_$.\-/'’][\p{L}\p{M}\p{N}]+)*/gu
// Scripts that put no space between words.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{Lm}\p{Lt}\p{M}]+|\p{Lu}|\p{N}+/gu

// The index leaves out tokens of more than 200 bytes.
const MAX_TERM_LENGTH = 64

// The words of a question that say nothing of its subject.
const QUESTION_WORDS = new Set(
  (
    'a about all also am an and any are as at be been but by can could did do does for from get ' +
    'give had has have how i if in into is it its let make may me my no not of on or our please ' +
    'should so some tell than that the their them then there these they this those to use used ' +
    'using want was we were what when where which who why will with would you your'
  ).split(' '),
)

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * The words that keyword search sees, joined by spaces. An identifier
 * stands as a whole and in its parts, so that "body limit" finds `bodyLimit` and the reverse.
 */
export const indexTerms = (text: string): string =>
  [...compatible(text).matchAll(TOKEN)]
    .flatMap(([token]) => termsOf(token))
    .map((term) => term.slice(0, MAX_TERM_LENGTH))
    .join(' ')

/** The terms of a query: those of its subject, or all where nothing else is left. */
export const queryTerms = (query: string): string => {
  const terms = [...new Set(indexTerms(query).split(' '))].filter((term) => term !== '')
  const telling = terms.filter((term) => !QUESTION_WORDS.has(term))
  return (telling.length > 0 ? telling : terms).join(' ')
}

const termsOf = (token: string): readonly string[] => {
  if (UNSPACED.test(token)) {
    return [...segmentsOf(words, token)].filter((one) => one.isWordLike).map((one) => one.segment)
  }
  const parts = token.match(PART) ?? []
  if (parts.length <= 1 || /['’]/u.test(token)) return [token.toLowerCase()]
  return [parts.join(''), ...parts].map((term) => term.toLowerCase())
}
