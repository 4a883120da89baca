import type { NetworkRow } from '../spec/reward-network.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import type { Dialogue } from '../spec/turn.ts'
import { lastSaid, renderDialogue } from './render-row.ts'
import { selectSentences } from './select-sentences.ts'

/** In tokens of content, as in training. */
export const LIMITS = { dialogue: 96, evidence: 192, reply: 192 } as const

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

/** Pooled as in training. An empty range reads as a logit of 0. */
export const meanLogit = (logits: Float32Array, { start, end }: TokenRange): number => {
  if (start === end) return 0
  let sum = 0
  for (const logit of logits.subarray(start, end)) sum += logit
  return sum / (end - start)
}

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
 * `[CLS] dialogue [SEP] evidence [SEP] reply [SEP]`. The dialogue keeps its end, long evidence what bears
 * on its last turn and the reply; the statements, each encoded alone, are cut at the limit of a reply.
 */
export const packRow = (
  tokenizer: Tokenizer,
  dialogue: Dialogue,
  evidence: Ids,
  statements: readonly Ids[],
): PackedRow => {
  const kept: Ids[] = []
  let room: number = LIMITS.reply
  for (const statement of statements) {
    kept.push(statement.slice(0, room))
    room -= Math.min(room, statement.length)
  }
  const reply = kept.flat()
  const wanted = [...tokenizer.encode(endOf(lastSaid(dialogue))), ...reply]
  const shown = selectSentences(tokenizer, evidence, wanted, LIMITS.evidence)
  const separator = tokenizer.controlId('[SEP]')
  const head = headOf(tokenizer, dialogue)
  const asked = new Set(head)
  // without evidence nothing can be missing from it
  const found = new Set(shown.length > 0 ? shown : reply)
  return {
    ids: [...head, ...shown, separator, ...reply, separator],
    segments: [
      ...head.map(() => SEGMENT.dialogue),
      ...shown.map((id) => (asked.has(id) ? SEGMENT.askedFor : SEGMENT.evidence)),
      SEGMENT.evidence,
      ...reply.map((id) => (found.has(id) ? SEGMENT.reply : SEGMENT.notFound)),
      SEGMENT.reply,
    ],
    ranges: rangesOf(kept, head.length + shown.length + 1),
  }
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

const rangesOf = (statements: readonly Ids[], start: number): readonly TokenRange[] => {
  let end = start
  return statements.map(({ length }) => ({ start: end, end: (end += length) }))
}

const headOf = (tokenizer: Tokenizer, dialogue: Dialogue): Ids => [
  tokenizer.controlId('[CLS]'),
  ...tokenizer.encode(endOf(renderDialogue(dialogue))).slice(-LIMITS.dialogue),
  tokenizer.controlId('[SEP]'),
]

// In UTF-16 code units: far more than a row's tokens of it. A row is packed again for each piece of evidence.
const LONGEST_READ = 4_000

/** A text's last words. */
const endOf = (text: string): string => {
  if (text.length <= LONGEST_READ) return text
  const end = text.slice(-LONGEST_READ)
  return end.slice(end.search(/\s/u) + 1).toWellFormed()
}

const inOneSegment = (ids: Ids): NetworkRow => ({ ids, segments: ids.map(() => SEGMENT.dialogue) })
