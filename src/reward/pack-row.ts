import type { NetworkRow } from '../spec/reward-network.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import type { Dialogue } from '../spec/turn.ts'
import { renderDialogue } from './render-row.ts'

/** In tokens of content, as in training. Windows over long evidence overlap by a quarter. */
export const LIMITS = { dialogue: 96, evidence: 192, stride: 144, reply: 192 } as const

/**
 * What a token belongs to. What a small encoder is slow to learn is told: which tokens of the evidence
 * the dialogue has too, and which of the reply the evidence lacks (the exact-match feature of Chen et
 * al. 2017, "Reading Wikipedia to Answer Open-Domain Questions", section 3.2).
 */
export const SEGMENT = { dialogue: 0, evidence: 1, askedFor: 2, reply: 3, notFound: 4 } as const

/** A half-open range of a row's tokens. */
export type TokenRange = { readonly start: number; readonly end: number }

/** A row, and the tokens of each of its statements. */
export type PackedRow = NetworkRow & { readonly ranges: readonly TokenRange[] }

type Ids = readonly number[]

/** `[CLS] dialogue [SEP]`: what the kind of instruction is read from. */
export const packDialogue = (tokenizer: Tokenizer, dialogue: Dialogue): NetworkRow =>
  inOneSegment(headOf(tokenizer, dialogue))

/** `[CLS] rule [SEP]`: what a rule's query is read from. */
export const packRule = (tokenizer: Tokenizer, text: string): NetworkRow =>
  inOneSegment([
    tokenizer.controlId('[CLS]'),
    ...tokenizer.encode(text).slice(0, LIMITS.dialogue),
    tokenizer.controlId('[SEP]'),
  ])

/**
 * `[CLS] dialogue [SEP] evidence [SEP] reply [SEP]`. The dialogue keeps its end; the statements, each
 * encoded alone, are cut at the limit of a reply.
 */
export const packRow = (
  tokenizer: Tokenizer,
  dialogue: Dialogue,
  window: Ids,
  statements: readonly Ids[],
): PackedRow => {
  const separator = tokenizer.controlId('[SEP]')
  const head = headOf(tokenizer, dialogue)
  const replyStart = head.length + window.length + 1
  const ranges: TokenRange[] = []
  const reply: number[] = []
  for (const statement of statements) {
    const start = replyStart + reply.length
    reply.push(...statement.slice(0, LIMITS.reply - reply.length))
    ranges.push({ start, end: replyStart + reply.length })
  }
  const asked = new Set(head)
  // without evidence nothing can be missing from it
  const found = new Set(window.length > 0 ? window : reply)
  return {
    ids: [...head, ...window, separator, ...reply, separator],
    segments: [
      ...head.map(() => SEGMENT.dialogue),
      ...window.map((id) => (asked.has(id) ? SEGMENT.askedFor : SEGMENT.evidence)),
      SEGMENT.evidence,
      ...reply.map((id) => (found.has(id) ? SEGMENT.reply : SEGMENT.notFound)),
      SEGMENT.reply,
    ],
    ranges,
  }
}

/** Windows over evidence of any length; one empty window where there is none. */
export const cutWindows = (ids: Ids): readonly Ids[] => {
  const { evidence, stride } = LIMITS
  const windows = 1 + Math.max(0, Math.ceil((ids.length - evidence) / stride))
  return Array.from({ length: windows }, (_, i) => ids.slice(i * stride, i * stride + evidence))
}

/** Statements in groups that a row holds, so that none of a long reply goes unread. At least one group. */
export const groupStatements = (statements: readonly Ids[]): readonly (readonly Ids[])[] => {
  const groups: Ids[][] = [[]]
  let room: number = LIMITS.reply
  for (const statement of statements) {
    const last = groups.at(-1)
    if (last === undefined || (last.length > 0 && statement.length > room)) {
      groups.push([statement])
      room = LIMITS.reply - statement.length
    } else {
      last.push(statement)
      room -= statement.length
    }
  }
  return groups
}

const headOf = (tokenizer: Tokenizer, dialogue: Dialogue): Ids => [
  tokenizer.controlId('[CLS]'),
  ...tokenizer.encode(renderDialogue(dialogue)).slice(-LIMITS.dialogue),
  tokenizer.controlId('[SEP]'),
]

const inOneSegment = (ids: Ids): NetworkRow => ({ ids, segments: ids.map(() => SEGMENT.dialogue) })
