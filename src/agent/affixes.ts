import type { Evidence } from '../spec/evidence.ts'
import type { Dialogue } from '../spec/turn.ts'
import { contentWords } from '../spec/text/content-words.ts'

/** Words that the user asked every reply to begin or to end with: "Answer:", ", Captain.", ". Over." */
export type Affixes = { readonly start?: string; readonly end?: string }

// A few words set off by a mark.
const START = /^[^\s,.:;!?]+(?: [^\s,.:;!?]+){0,3}[,:!](?=\s)/u
const END = /[,.:;!?] [^\s,.:;!?]+(?: [^\s,.:;!?]+){0,3}[.!?]*$/u

const LEAST_SHARE = 1 / 3

/**
 * How replies are asked to be worded, as far as the candidates show it: words set off at an end of a third
 * of them and of two different replies, earlier ones among them, that a user's turn has and the evidence
 * has not. A language model that keeps an instruction of an earlier turn (Llama 2, section 3.3) tells so what
 * those candidates have to be given that it did not write. Where there is no evidence, words of the last turn are
 * an echo ("Goodbye!"), and only those of earlier turns count.
 */
export const affixesOf = (
  candidates: readonly string[],
  dialogue: Dialogue,
  evidence: readonly Evidence[],
): Affixes => {
  const said = (participant: 'user' | 'agent'): readonly string[] =>
    dialogue.flatMap((turn) => (turn.participant === participant ? [turn.text] : []))
  const instructing = evidence.length > 0 ? said('user') : said('user').slice(0, -1)
  const asked = contentWords(instructing.join('\n'))
  const read = evidence.map(({ text }) => text.toLowerCase()).join('\n')
  const isAsked = (affix: string): boolean => {
    const words = [...contentWords(affix)]
    return words.length > 0 && words.every((word) => asked.has(word)) && !read.includes(affix)
  }
  const common = (pattern: RegExp): string | undefined => {
    const affixOf = (text: string): string => pattern.exec(text)?.[0] ?? ''
    const isShared = (affix: string): boolean => {
      const has = (text: string): boolean => affixOf(text).toLowerCase() === affix.toLowerCase()
      const different = new Set([...candidates, ...said('agent')].filter(has))
      return different.size >= 2 && candidates.filter(has).length >= LEAST_SHARE * candidates.length
    }
    return candidates.map(affixOf).find((affix) => isAsked(affix.toLowerCase()) && isShared(affix))
  }
  const [start, end] = [common(START), common(END)]
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
}

/** The text with those words, where it lacks them. */
export const withAffixes = (text: string, { start, end }: Affixes): string => {
  const begun = start === undefined || startsWith(text, start) ? text : prepended(start, text)
  return end === undefined || endsWith(begun, end) ? begun : appended(begun, end)
}

const startsWith = (text: string, start: string): boolean =>
  text.toLowerCase().startsWith(start.toLowerCase())

const endsWith = (text: string, end: string): boolean =>
  text.toLowerCase().endsWith(end.toLowerCase())

// "Captain, the limit …": a word that carries no topic begins small behind a comma.
const prepended = (start: string, text: string): string => {
  const word = /^\S+/u.exec(text)?.[0] ?? ''
  const isSmall = start.endsWith(',') && word !== 'I' && contentWords(word).size === 0
  return `${start} ${isSmall ? text.charAt(0).toLowerCase() + text.slice(1) : text}`
}

// A sentence of its own goes behind the last one, a name before its full stop.
const appended = (text: string, end: string): string =>
  /^[.!?]/u.test(end) && /[.!?]$/u.test(text)
    ? text + end.slice(1)
    : text.replace(/(?<![.!?])[.!?]+$/u, '') + end
