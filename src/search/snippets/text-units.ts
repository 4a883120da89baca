import { slice, trimSpan, type Span } from '../../spec/span.ts'
import { linesAndBlocks } from '../../spec/text/code-blocks.ts'
import { splitStatements } from '../../spec/text/split-statements.ts'

/** The least that a snippet is made of: a sentence, list item, table row or code block. */
export type TextUnit = Span & {
  /** Headings above it, outermost first. */
  readonly path: readonly string[]
  /** Where the line, or code block, that it belongs to begins. */
  readonly block: number
  readonly isCode: boolean
}

// Splitting looks back over a line again and again: a line of megabytes must not reach it.
const MOST_AT_ONCE = 8_000

const HEADING = /^(#{1,6}) +(\S.*)$/u

/** Units of a page's text in order, none longer than `limit`; headings become their path. */
export const textUnits = (text: string, limit: number): readonly TextUnit[] => {
  const units: TextUnit[] = []
  const headings: string[] = []
  for (const { isCode, ...span } of linesAndBlocks(text)) {
    const [, marks, heading] = (isCode ? null : HEADING.exec(slice(text, span))) ?? []
    if (marks !== undefined && heading !== undefined) {
      headings.length = Math.min(headings.length, marks.length - 1)
      // A level that the page leaves out keeps its place, so that siblings stay siblings.
      while (headings.length < marks.length - 1) headings.push('')
      headings.push(heading.trim())
      continue
    }
    const pieces = isCode ? codePieces(text, span, limit) : linePieces(text, span, limit)
    const path = headings.filter((one) => one !== '')
    for (const piece of pieces) units.push({ ...piece, path, block: span.start, isCode })
  }
  return units
}

const linePieces = (text: string, span: Span, limit: number): readonly Span[] =>
  splitLong(text, span, MOST_AT_ONCE)
    .flatMap((part) =>
      splitStatements(slice(text, part)).map(({ start, end }) => ({
        start: part.start + start,
        end: part.start + end,
      })),
    )
    .flatMap((statement) => splitLong(text, statement, limit))

// Code that is too long for one unit is cut between its lines.
const codePieces = (text: string, span: Span, limit: number): readonly Span[] => {
  if (span.end - span.start <= limit) return [trimSpan(text, span)]
  let { start } = span
  return slice(text, span)
    .split('\n')
    .map(({ length }) => {
      const line = trimSpan(text, { start, end: start + length })
      start += length + 1
      return line
    })
    .filter((line) => line.start < line.end)
    .flatMap((line) => splitLong(text, line, limit))
}

/** Cuts in the second half, where there is a sentence's end, else a clause's, else white space; never inside a surrogate pair. */
const splitLong = (text: string, span: Span, limit: number): readonly Span[] => {
  const pieces: Span[] = []
  let { start } = span
  while (span.end - start > limit) {
    const window = text.slice(start, start + limit)
    const hard = /[\ud800-\udbff]$/.test(window) ? limit - 1 : limit
    const cut = start + (lastBound(window) ?? hard)
    pieces.push(trimSpan(text, { start, end: cut }))
    start = trimSpan(text, { start: cut, end: span.end }).start
  }
  if (start < span.end) pieces.push({ start, end: span.end })
  return pieces.filter((piece) => piece.start < piece.end)
}

const BOUNDS = [/[.!?][\p{Pe}\p{Pf}"']?\s|[。！？]/gu, /[,;:]\s|[，、；]/gu, /\s/gu]

/** Just behind the last bound of the best kind in the window's second half. */
const lastBound = (window: string): number | undefined => {
  const half = Math.floor(window.length / 2)
  for (const bound of BOUNDS) {
    const found = [...window.slice(half).matchAll(bound)].at(-1)
    if (found) return half + found.index + found[0].length
  }
  return undefined
}
