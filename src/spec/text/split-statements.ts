import { codeBlocks } from './code-blocks.ts'
import { segmentsOf } from './segments.ts'
import { slice, trimSpan, type Span } from '../span.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

// Intl breaks after these although the sentence goes on: "Dr. Who", "e.g. this", "J. Smith".
const CONTINUES =
  /(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|cf|e\.g|i\.e|approx|No|Fig|Inc|Ltd|Co)\.$/u

// A list's number alone ("1. ", "**2.** ") belongs to the item behind it.
const LIST_NUMBER = /\d{1,3}[.)][*_]{0,3}$/u
// What these look at, so that a text is not read again for each of its sentences.
const TAIL_LENGTH = 12

// Intl sees no sentence begin where a mark of code or markup stands before a small letter: "Use it. `listen()` starts."
const BEFORE_MARK = /(?<=[.!?]["')\]]*\s)(?=[`<*_])/u
// A list may begin within a line: "Do this: 1. Open it. 2. Read it."
const BEFORE_FIRST = /(?<=:\s)(?=1[.)]\s*$)/u

/**
 * Sentences and blocks of code of a text, in order, without surrounding white space; together they hold
 * all of it but white space.
 */
export const splitStatements = (text: string): readonly Span[] => {
  const spans: Span[] = []
  let end = 0
  for (const block of codeBlocks(text)) {
    spans.push(...sentencesOf(text, { start: end, end: block.start }), trimSpan(text, block))
    end = block.end
  }
  return [...spans, ...sentencesOf(text, { start: end, end: text.length })]
}

/** The same as texts. */
export const statementsOf = (text: string): readonly string[] =>
  splitStatements(text).map((span) => slice(text, span))

const sentencesOf = (text: string, within: Span): readonly Span[] => {
  const spans: Span[] = []
  let { start } = within
  let end = start
  let open: Open | undefined
  for (const part of cutSentences(text.slice(within.start, within.end))) {
    const said = part.trimEnd()
    // White space alone leaves it as it was, but a list's number stands on the line of its item.
    if (said !== '') open = openAt(text, { start, end: end + said.length })
    if (open === 'item' && part.includes('\n', said.length)) open = undefined
    end += part.length
    if (end < within.end && open !== undefined) continue
    const span = trimSpan(text, { start, end })
    if (span.start < span.end) spans.push(span)
    start = end
  }
  return spans
}

/** What goes on behind what has been said. */
type Open = 'sentence' | 'item'

const openAt = (text: string, { start, end }: Span): Open | undefined => {
  const tail = text.slice(Math.max(start, end - TAIL_LENGTH), end)
  if (CONTINUES.test(tail)) return 'sentence'
  const number = LIST_NUMBER.exec(tail)?.[0]
  return number !== undefined && beginsLine(text, start, end - number.length) ? 'item' : undefined
}

const beginsLine = (text: string, start: number, at: number): boolean => {
  let before = at - 1
  while (before >= start && text[before] !== '\n' && /[\s>*_]/u.test(text.charAt(before)))
    before -= 1
  return before < start || text[before] === '\n'
}

function* cutSentences(text: string): Generator<string> {
  for (const { segment } of segmentsOf(segmenter, text))
    for (const part of segment.split(BEFORE_MARK)) yield* part.split(BEFORE_FIRST)
}
