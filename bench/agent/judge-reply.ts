import type { Agent } from '../../src/agent/agent.ts'
import { answerOnce } from '../../src/agent/answer-once.ts'
import type { Reply } from '../../src/spec/reply.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { dialogueOf, snippetsOf, type PromptRow } from '../lib/prompt-rows.ts'

export type Answered = { readonly row: PromptRow; readonly reply: Reply }

export const answer = async (
  agent: Agent,
  rules: readonly Rule[],
  row: PromptRow,
  n: number,
): Promise<Answered> => {
  const options = { evidence: [...snippetsOf(row)], candidates: n, seed: 1 }
  return { row, reply: await answerOnce(agent, { dialogue: dialogueOf(row), rules, options }) }
}

const plain = (text: string): string =>
  ` ${
    text
      .toLowerCase()
      .replaceAll(/\b(?:a|an|the)\b/gu, ' ')
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  } `

/** Articles, case and punctuation aside. */
export const holds = ({ row, reply }: Answered): boolean =>
  (row.answers ?? []).some((one) => plain(reply.text).includes(plain(one)))

export const isCited = ({ reply }: Answered): boolean => {
  const claims = reply.scorecard.statements.filter(({ checkable }) => checkable)
  return claims.every(({ start }) => reply.citations.some((citation) => citation.start === start))
}

export const isSentence = ({ reply }: Answered): boolean =>
  /^["'(]?[\p{Lu}\p{N}].*[.!?)]["']?$/su.test(reply.text) && reply.text.split(' ').length >= 4

/** Whether an instruction of an earlier turn is kept; an abstention keeps none. */
export const keepsInstruction = ({ row, reply }: Answered): boolean =>
  row.shape !== undefined && new RegExp(`^(?:${row.shape})`, 'su').test(reply.text)

export const fits = ({ row, reply }: Answered): boolean =>
  row.fits !== undefined && new RegExp(row.fits, 'iu').test(reply.text)

export const abstained = ({ reply }: Answered): boolean => reply.abstained
