import { questionOf, replyOf, type CuratedRow } from './row.ts'

export type FaultOptions = {
  /** Bounds of a reply, in characters. */
  readonly shortest: number
  readonly longest: number
}

type Fault = {
  readonly name: string
  readonly has: (reply: string, row: CuratedRow, options: FaultOptions) => boolean
}

// LIMA's filters, and what a small policy picks up fastest: broken ends and talk about itself.
const FAULTS: readonly Fault[] = [
  { name: 'empty', has: (reply) => reply.trim() === '' },
  { name: 'too short', has: (reply, _, { shortest }) => reply.trim().length < shortest },
  { name: 'too long', has: (reply, _, { longest }) => reply.length > longest },
  {
    name: 'first person',
    // "I" within quotes is somebody else's; what the agent may say of itself is that it is none or knows none.
    has: (reply) =>
      /\b(?:I|I'm|I've|my|me|mine)\b/u.test(withoutQuotes(reply).replaceAll(ALLOWED, '')),
  },
  {
    name: 'speaks of other replies',
    has: (reply) =>
      /\b(?:as (?:I|we) (?:said|mentioned)|(?:previous|other|above) (?:answer|reply|poster)|see above|edit:)/iu.test(
        reply,
      ),
  },
  { name: 'breaks off', has: (reply) => !/[.!?…:)\]"'”’`|*]\s*$/u.test(reply.trimEnd()) },
  { name: 'open code block', has: (reply) => (reply.match(/^```/gmu)?.length ?? 0) % 2 === 1 },
  { name: 'markup left over', has: (reply) => /<\/?(?:p|div|span|br|a|li)\b[^>]*>/iu.test(reply) },
  {
    name: 'control text',
    has: (reply) => /<\|[^|]{0,40}\|>|\[INST\]|^[ \t]{0,8}(?:user|assistant):/imu.test(reply),
  },
  {
    name: 'repeats the question',
    has: (reply, row) => plain(reply) === plain(questionOf(row)),
  },
  { name: 'repeats itself', has: (reply) => repeats(reply) },
]

/** Why a row should not be learnt from; none where nothing is wrong with its form. */
export const findFaults = (row: CuratedRow, options: FaultOptions): readonly string[] => {
  const reply = replyOf(row)
  return FAULTS.filter(({ has }) => has(reply, row, options)).map(({ name }) => name)
}

const ALLOWED = /\bI (?:am (?:a program|software)|cannot|could not find|found|do not know)\b/gu

/** Of every other part between two marks, the ones outside. */
const outside = (text: string, mark: string): string =>
  text
    .split(mark)
    .filter((_, at) => at % 2 === 0)
    .join(' ')

const withoutQuotes = (text: string): string =>
  ['```', '`', '"'].reduce(outside, text).replaceAll(/“[^”]{0,400}”/gu, ' ')

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const repeats = (text: string): boolean => {
  const sentences = text
    .split(/(?<=[.!?])\s+/u)
    .map(plain)
    .filter((one) => one.length > 12)
  return new Set(sentences).size < sentences.length
}
