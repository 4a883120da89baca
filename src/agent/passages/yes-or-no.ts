import { contentWords, coverage } from '../../spec/text/content-words.ts'
import { statementsOf } from '../../spec/text/split-statements.ts'

const YES_NO =
  /^(?:(?:so|and|but|ok|hi|hey|then),? )*(?:is|are|am|was|were|do|does|did|can|could|may|might|must|will|would|should|shall|has|have|had|isn't|aren't|doesn't|don't|can't|won't)\b/iu
const ASKS_WHICH = /\b(?:or|what|which|who|when|where|why|how)\b/iu

/** Whether yes or no answers the question. */
export const isYesNo = (question: string): boolean =>
  YES_NO.test(question.trim()) && !ASKS_WHICH.test(question)

// "No, …", and not "No pets …".
const SAYS_YES_OR_NO = /^\W*(?:yes|no)(?:[,.;:!?]| ?[–—]|\s*$)/iu

// A sentence settles a question when it holds nearly all of its words; beyond that, the reader decides.
const SETTLES_FROM = 0.8
// What a longer one denies may be something else.
const MOST_WORDS = 18
// What a request is worded with ("can I have …", "is it ok to …") says nothing of the matter.
const OF_ASKING = new Set(
  'get have ok okay possible any need needed bring take use come allowed allow permitted welcome fine'.split(
    ' ',
  ),
)
const NOT =
  /\b(?:no|not|never|none|nobody|nothing|cannot|neither|nor|against|forbidden|prohibited|banned|unless|unable|disabled|off|optional)\b|n['’]t\b/giu
const THAN_YEAR = /\b(before|after) (\d{4})\b/iu
const YEAR = /(?<!\d)\d{4}(?!\d)/gu
const EXCEPT = /\b(?:but|except|excluding|apart from|other than)\b/iu
const ONLY = /\bonly\b/iu
// "The boiler may not: …" says no of the boiler, whatever was said that others may.
const DENIED =
  /^(.{3,80}?) (?:may|can|must|do|does|did|is|are|was|were|will|should|has|have)(?: not|n['’]t)\s*(?:[.:;,]|$)/iu
// Stands for what was named before.
const PRONOUN = /\b(?:it|them|they|this|these|those)\b/iu

/**
 * What a sentence says to a yes-or-no question, as far as its words tell: yes or no where it holds the
 * question's words and says them or their negation, no for what stands behind "except" or is missing from a
 * list of what "only" is so, and whether its one year is before or after the question's. Undefined where it takes more
 * than words.
 */
export const yesOrNo = (question: string, text: string): 'Yes' | 'No' | undefined => {
  const asked = wordsOf(question)
  if (asked.size < 2) return undefined
  const sentences = statementsOf(text)
  const isNegated = count(question, NOT) % 2 === 1
  if (sentences.some((sentence) => isDenied(asked, sentence))) return isNegated ? undefined : 'No'
  const shares = sentences.map((sentence) => coverage(asked, withReferred(asked, sentence)))
  const most = Math.max(0, ...shares)
  const sentence = sentences[shares.indexOf(most)]
  if (sentence === undefined || sentence.split(/\s+/u).length > MOST_WORDS) return undefined
  const answer = (holds: boolean): 'Yes' | 'No' => (holds !== isNegated ? 'Yes' : 'No')
  const [, than = '', limit = ''] = THAN_YEAR.exec(question) ?? []
  if (limit !== '') {
    const [year, ...others] = sentence.match(YEAR) ?? []
    const held = coverage(wordsOf(question.replace(THAN_YEAR, '')), wordsOf(sentence))
    const isPlain = others.length === 0 && held === 1 && count(sentence, NOT) === 0
    if (year === undefined || !isPlain || year === limit) return undefined
    return answer(than.toLowerCase() === 'before' ? year < limit : year > limit)
  }
  const exceeds = isOverLimit(question, sentence)
  if (exceeds !== undefined && most > 0) return answer(TOO.test(question) ? exceeds : !exceeds)
  const except = EXCEPT.exec(sentence)
  if (except !== null && most >= SETTLES_FROM) {
    const behind = coverage(asked, wordsOf(sentence.slice(except.index)))
    return behind > 0 ? answer(count(sentence.slice(0, except.index), NOT) % 2 === 1) : undefined
  }
  if (ONLY.test(sentence) && most < 1) {
    const missing = lackingIn(wordsOf(sentence), asked)
    const isName = missing.length === 1 && namesOf(question).has(missing[0] ?? '')
    return isName && count(sentence, NOT) === 0 ? answer(false) : undefined
  }
  return most >= SETTLES_FROM ? answer(count(sentence, NOT) % 2 === 0) : undefined
}

/** Whether a reply says yes or no, and words tell that it is so. */
export const isSettled = (question: string, reply: string): boolean => {
  const [, said = '', rest = ''] = /^(Yes|No)\. (.+)$/su.exec(reply) ?? []
  return said !== '' && isYesNo(question) && yesOrNo(question, rest) === said
}

/** A text as it answers a yes-or-no question: with yes or no before it, where it says neither. Undefined where its words do not tell. */
export const withYesOrNo = (question: string, text: string): string | undefined => {
  if (SAYS_YES_OR_NO.test(text)) return text
  const said = yesOrNo(question, text)
  return said && `${said}. ${text}`
}

const TOO = /\btoo \p{L}+/iu
const MEASURE = /(?<![\d.,])(\d{1,9}(?:\.\d{1,3})?) ?(\p{L}{1,20})/u
const LIMIT =
  /\b(?:at most|up to|no more than|a maximum of) (\d{1,9}(?:\.\d{1,3})?) ?(\p{L}{1,20})/iu

/** Whether what is asked about is more than a sentence's limit of the same unit; undefined where there is none. */
const isOverLimit = (question: string, sentence: string): boolean | undefined => {
  const [, asked = '', unit = ''] = MEASURE.exec(question) ?? []
  const [, limit = '', same] = LIMIT.exec(sentence) ?? []
  return unit !== '' && unit === same ? Number(asked) > Number(limit) : undefined
}

const isDenied = (asked: ReadonlySet<string>, sentence: string): boolean => {
  const subject = wordsOf(DENIED.exec(sentence)?.[1] ?? '')
  return subject.size > 0 && subject.size < asked.size && coverage(subject, asked) === 1
}

/** With the one word of three or more that a pronoun may stand for. */
const withReferred = (asked: ReadonlySet<string>, sentence: string): ReadonlySet<string> => {
  const held = wordsOf(sentence)
  const isReferred = asked.size > 2 && lackingIn(held, asked).length === 1 && PRONOUN.test(sentence)
  return isReferred ? asked : held
}

const lackingIn = (held: ReadonlySet<string>, asked: ReadonlySet<string>): readonly string[] =>
  [...asked].filter((word) => !held.has(word))

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set([...contentWords(text)].filter((word) => !OF_ASKING.has(word)).map(stemOf))

const namesOf = (question: string): ReadonlySet<string> =>
  wordsOf((question.slice(1).match(/\p{Lu}[\p{L}\d-]*/gu) ?? []).join(' '))

// "shipped" and "ships", "includes" and "include", "closed" and "closes".
const stemOf = (word: string): string => word.replace(/(?:ped|ed|es|ing|d|s|e)$/u, '').slice(0, 7)

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
