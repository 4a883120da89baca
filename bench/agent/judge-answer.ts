import { countWords, MOST_WORDS } from '../../src/agent/passages/extracts.ts'
import type { Reply } from '../../src/spec/reply.ts'

/** A question with its key: `must` and `not` are patterns of a right reply, `gold` the files that answer; none where no document does. */
export type Question = {
  readonly id: string
  readonly question: string
  readonly kind: string
  readonly gold: readonly string[]
  readonly must: readonly string[]
  readonly not?: readonly string[]
  readonly context?: readonly { readonly participant: 'user' | 'agent'; readonly text: string }[]
}

/** What became of a question, stage by stage. */
export type Verdict = {
  readonly searched: boolean
  /** A file that answers is among the passages, and among the first three that the reader puts first. */
  readonly found: boolean
  readonly read: boolean
  /** Some candidate is right; the shown one is; something is claimed and is not right. */
  readonly best: boolean
  readonly right: boolean
  readonly wrong: boolean
  readonly silent: boolean
  /** Right, or nothing is claimed and a file that answers is among the passages shown. */
  readonly helpful: boolean
}

/** Whether a text is a right reply, and a brief one. */
export const isRight = ({ must, not = [] }: Question, text: string): boolean => {
  const matches = (pattern: string): boolean => new RegExp(pattern, 'i').test(text)
  return must.every(matches) && !not.some(matches) && countWords(text) <= MOST_WORDS
}

/** Judges a reply with its candidates and evidence by the key. */
export const judgeAnswer = (question: Question, reply: Reply): Verdict => {
  const isGold = ({ url = '' }: { readonly url?: string | undefined }): boolean =>
    question.gold.some((file) => decodeURIComponent(url).includes(file))
  const shown = reply.passages.flatMap((id) => reply.evidence.find((one) => one.id === id) ?? [])
  const answerable = question.gold.length > 0
  const right = answerable && !reply.abstained && isRight(question, reply.text)
  return {
    searched: reply.searchQueries.length > 0,
    found: reply.evidence.some(isGold),
    read: reply.evidence.slice(0, 3).some(isGold),
    best: right || (reply.candidates ?? []).some(({ text }) => isRight(question, text)),
    right,
    wrong: !reply.abstained && !right,
    silent: reply.abstained,
    helpful: right || (reply.abstained && shown.some(isGold)),
  }
}
