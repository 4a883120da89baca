import type { ReadPassage } from '../spec/reader.ts'
import type { NetworkRow } from '../spec/reward-network.ts'
import { slice, type Span } from '../spec/span.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import type { Dialogue } from '../spec/turn.ts'
import { SEGMENT, type PackedRow } from './pack-row.ts'
import { renderDialogue } from './render-row.ts'

/** In tokens of content, as in training; a title takes a third of its passage at most. */
const READER_LIMITS = { dialogue: 64, passage: 144, title: 48, reply: 144 } as const

type Ids = readonly number[]

/** `[CLS] dialogue [SEP]`: what tells whether anything is asked. */
export const packAsked = (tokenizer: Tokenizer, dialogue: Dialogue): NetworkRow => {
  const ids = headOf(tokenizer, dialogue)
  return { ids, segments: ids.map(() => SEGMENT.dialogue) }
}

/** `[CLS] dialogue [SEP] title part part … [SEP] [SEP]`; `ranges` are the parts', an empty one where a part was cut off. */
export const packPassage = (
  tokenizer: Tokenizer,
  dialogue: Dialogue,
  { title = '', text }: ReadPassage,
  parts: readonly Span[],
): PackedRow => {
  const head = headOf(tokenizer, dialogue)
  const shown = titleIds(tokenizer, title)
  const ranges = parts.map((part) => {
    const start = head.length + shown.length
    const room = READER_LIMITS.passage - shown.length
    shown.push(...tokenizer.encode(slice(text, part)).slice(0, room))
    return { start, end: head.length + shown.length }
  })
  const separator = tokenizer.controlId('[SEP]')
  return {
    ids: [...head, ...shown, separator, separator],
    segments: [...segmentsOf(head, shown), SEGMENT.evidence, SEGMENT.reply],
    ranges,
  }
}

/** `[CLS] dialogue [SEP] title passage [SEP] reply [SEP]` */
export const packReply = (
  tokenizer: Tokenizer,
  dialogue: Dialogue,
  { title = '', text }: ReadPassage,
  reply: string,
): NetworkRow => {
  const head = headOf(tokenizer, dialogue)
  const own = tokenizer.encode(reply).slice(0, READER_LIMITS.reply)
  const shown = [...titleIds(tokenizer, title), ...tokenizer.encode(text)].slice(
    0,
    READER_LIMITS.passage,
  )
  const found = new Set(shown.length > 0 ? shown : own)
  const separator = tokenizer.controlId('[SEP]')
  return {
    ids: [...head, ...shown, separator, ...own, separator],
    segments: [
      ...segmentsOf(head, shown),
      SEGMENT.evidence,
      ...own.map((id) => (found.has(id) ? SEGMENT.reply : SEGMENT.notFound)),
      SEGMENT.reply,
    ],
  }
}

const titleIds = (tokenizer: Tokenizer, title: string): number[] =>
  tokenizer.encode(title).slice(0, READER_LIMITS.title)

const segmentsOf = (head: Ids, shown: Ids): readonly number[] => {
  const asked = new Set(head)
  return [
    ...head.map(() => SEGMENT.dialogue),
    ...shown.map((id) => (asked.has(id) ? SEGMENT.askedFor : SEGMENT.evidence)),
  ]
}

const headOf = (tokenizer: Tokenizer, dialogue: Dialogue): Ids => [
  tokenizer.controlId('[CLS]'),
  ...tokenizer.encode(renderDialogue(dialogue)).slice(-READER_LIMITS.dialogue),
  tokenizer.controlId('[SEP]'),
]
