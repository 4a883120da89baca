import { segmentsOf } from './segments.ts'
import { trimSpan, type Span } from './span.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

// Intl breaks after these although the sentence goes on: "Dr. Who", "e.g. this", "J. Smith".
const CONTINUES =
  /(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|cf|e\.g|i\.e|approx|No|Fig|Inc|Ltd|Co)\.$/u

// A list's number alone ("1. ") belongs to the item behind it.
const LIST_NUMBER = /\d{1,3}[.)]$/u
// What these look at, so that a text is not read again for each of its sentences.
const TAIL_LENGTH = 12

// Intl sees no sentence begin where a mark of code or markup stands before a small letter: "Use it. `listen()` starts."
const BEFORE_MARK = /(?<=[.!?]["')\]]*\s)(?=[`<*_])/u

/** Sentences of a text, in order, without surrounding white space; together they hold all of it but white space. */
export const splitStatements = (text: string): readonly Span[] => {
  const spans: Span[] = []
  let start = 0
  let end = 0
  let goesOn = false
  for (const part of sentences(text)) {
    const said = end + part.trimEnd().length
    // White space alone leaves it as it was.
    if (said > end) goesOn = isOpen(text, { start, end: said })
    end += part.length
    if (end < text.length && goesOn) continue
    const span = trimSpan(text, { start, end })
    if (span.start < span.end) spans.push(span)
    start = end
  }
  return spans
}

const isOpen = (text: string, { start, end }: Span): boolean => {
  const tail = text.slice(Math.max(start, end - TAIL_LENGTH), end)
  const number = LIST_NUMBER.exec(tail)?.[0]
  return (
    CONTINUES.test(tail) || (number !== undefined && beginsLine(text, start, end - number.length))
  )
}

const beginsLine = (text: string, start: number, at: number): boolean => {
  let before = at - 1
  while (before >= start && text[before] !== '\n' && /\s/u.test(text.charAt(before))) before -= 1
  return before < start || text[before] === '\n'
}

function* sentences(text: string): Generator<string> {
  for (const { segment } of segmentsOf(segmenter, text)) yield* segment.split(BEFORE_MARK)
}
