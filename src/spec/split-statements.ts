import { codeBlocks } from './code-blocks.ts'
import { trimSpan, type Span } from './span.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

// Intl breaks after these although the sentence goes on: "Dr. Who", "e.g. this", "J. Smith".
const CONTINUES =
  /(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|cf|e\.g|i\.e|approx|No|Fig|Inc|Ltd|Co)\.\s*$/u

// A list's number alone ("1. ", "**2.** ") belongs to the item behind it.
const LIST_NUMBER = /(?:^|\n)[\s>*_]*\d{1,3}[.)][*_]*[^\S\n]*$/u

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

const sentencesOf = (text: string, within: Span): readonly Span[] => {
  const spans: Span[] = []
  let { start } = within
  let end = start
  for (const part of cutSentences(text.slice(within.start, within.end))) {
    end += part.length
    const soFar = text.slice(start, end)
    if (end < within.end && (CONTINUES.test(soFar) || LIST_NUMBER.test(soFar))) continue
    const span = trimSpan(text, { start, end })
    if (span.start < span.end) spans.push(span)
    start = end
  }
  return spans
}

const cutSentences = (text: string): readonly string[] =>
  [...segmenter.segment(text)]
    .flatMap(({ segment }) => segment.split(BEFORE_MARK))
    .flatMap((part) => part.split(BEFORE_FIRST))
