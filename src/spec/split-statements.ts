import { trimSpan, type Span } from './span.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

// Intl breaks after these although the sentence goes on: "Dr. Who", "e.g. this", "J. Smith".
const CONTINUES =
  /(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|cf|e\.g|i\.e|approx|No|Fig|Inc|Ltd|Co)\.\s*$/u

// A list's number alone ("1. ") belongs to the item behind it.
const LIST_NUMBER = /(?:^|\n)\s*\d{1,3}[.)]\s*$/u

// Intl sees no sentence begin where a mark of code or markup stands before a small letter: "Use it. `listen()` starts."
const BEFORE_MARK = /(?<=[.!?]["')\]]*\s)(?=[`<*_])/u

/** Sentences of a text, in order, without surrounding white space; together they hold all of it but white space. */
export const splitStatements = (text: string): readonly Span[] => {
  const spans: Span[] = []
  let start = 0
  let end = 0
  for (const part of sentences(text)) {
    end += part.length
    const soFar = text.slice(start, end)
    if (end < text.length && (CONTINUES.test(soFar) || LIST_NUMBER.test(soFar))) continue
    const span = trimSpan(text, { start, end })
    if (span.start < span.end) spans.push(span)
    start = end
  }
  return spans
}

const sentences = (text: string): readonly string[] =>
  [...segmenter.segment(text)].flatMap(({ segment }) => segment.split(BEFORE_MARK))
