import { slice, trimSpan, type Span } from '../../spec/span.ts'
import { splitStatements } from '../../spec/text/split-statements.ts'

/** The least that a snippet is made of: a sentence, list item, table row or code block. */
export type TextUnit = Span & {
  /** Headings above it, outermost first. */
  readonly path: readonly string[]
  /** The line, or code block, that it belongs to. */
  readonly block: number
  readonly isCode: boolean
}

// Splitting looks back over a line again and again: a line of megabytes must not reach it.
const MOST_AT_ONCE = 8_000

type Line = Span & { readonly text: string }

const HEADING = /^(#{1,6}) +(\S.*)$/u
const FENCE = /^\s*(`{3,})/u

/** Units of a page's text in order, none longer than `limit`; headings become their path. */
export const textUnits = (text: string, limit: number): readonly TextUnit[] => {
  const units: TextUnit[] = []
  const headings: string[] = []
  const lines = linesOf(text)
  const closing = fenceCloser(lines)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    if (line === undefined) break
    const [, marks, heading] = HEADING.exec(line.text) ?? []
    if (marks !== undefined && heading !== undefined) {
      headings.length = Math.min(headings.length, marks.length - 1)
      // A level that the page leaves out keeps its place, so that siblings stay siblings.
      while (headings.length < marks.length - 1) headings.push('')
      headings.push(heading.trim())
      continue
    }
    const last = FENCE.test(line.text) ? closing(at) : at
    const span = { start: line.start, end: lines[last]?.end ?? line.end }
    const pieces = last > at ? codePieces(text, span, limit) : linePieces(text, span, limit)
    const path = headings.filter((one) => one !== '')
    for (const piece of pieces) units.push({ ...piece, path, block: at, isCode: last > at })
    at = last
  }
  return units
}

const linesOf = (text: string): readonly Line[] => {
  let start = 0
  return text.split('\n').map((line) => {
    const span = { start, end: start + line.length, text: line }
    start = span.end + 1
    return span
  })
}

/**
 * Finds the line that closes the fence opened at a line: that line itself where none does. The longest fence
 * below each line is known, so that one that nothing closes is not looked for over and over.
 */
const fenceCloser = (lines: readonly Line[]): ((open: number) => number) => {
  const ticks = lines.map(({ text }) => {
    const [whole, fence = ''] = FENCE.exec(text) ?? []
    return { opens: fence.length, closes: whole === text.trimEnd() ? fence.length : 0 }
  })
  const below: number[] = []
  let longest = 0
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    below[at] = longest
    longest = Math.max(longest, ticks[at]?.closes ?? 0)
  }
  return (open) => {
    const { opens = 0 } = ticks[open] ?? {}
    if ((below[open] ?? 0) < opens) return open
    let at = open + 1
    while ((ticks[at]?.closes ?? opens) < opens) at += 1
    return at
  }
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
const codePieces = (text: string, span: Span, limit: number): readonly Span[] =>
  span.end - span.start <= limit
    ? [trimSpan(text, span)]
    : linesOf(text.slice(span.start, span.end))
        .map(({ start, end }) =>
          trimSpan(text, { start: span.start + start, end: span.start + end }),
        )
        .filter(({ start, end }) => start < end)
        .flatMap((line) => splitLong(text, line, limit))

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
