import { slice, trimSpan, type Span } from '../span.ts'
import { splitStatements } from './split-statements.ts'

/** What a passage is made of, and what can be shown of it: a code block with its fences, a list item, a table row, a sentence. */
export type PassagePart = Span & { readonly kind: 'sentence' | 'item' | 'row' | 'code' }

const FENCE = /^\s*(`{3,}|~{3,})/u
const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])\s/u
const ROW = /^\s*\|/u

/** The parts of a passage in order; between them stands white space alone. */
export const passageParts = (text: string): readonly PassagePart[] => {
  const parts: PassagePart[] = []
  const lines = linesOf(text)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    if (line === undefined) break
    const last = FENCE.test(slice(text, line)) ? closingFence(text, lines, at) : undefined
    const end = last === undefined ? line.end : (lines[last]?.end ?? text.length)
    parts.push(...partsOf(text, { start: line.start, end }, last !== undefined))
    at = last ?? at
  }
  return parts
}

const partsOf = (text: string, whole: Span, isCode: boolean): readonly PassagePart[] => {
  const span = trimSpan(text, whole)
  if (span.start >= span.end) return []
  if (isCode) return [{ ...span, kind: 'code' }]
  const line = slice(text, span)
  if (ROW.test(line)) return [{ ...span, kind: 'row' }]
  if (ITEM.test(line)) return [{ ...span, kind: 'item' }]
  return splitStatements(line).map(({ start, end }) => ({
    start: span.start + start,
    end: span.start + end,
    kind: 'sentence',
  }))
}

const linesOf = (text: string): readonly Span[] => {
  let start = 0
  return text.split('\n').map(({ length }) => {
    const span = { start, end: start + length }
    start = span.end + 1
    return span
  })
}

/** The line that closes the fence opened at `open`; the last line where none does. */
const closingFence = (text: string, lines: readonly Span[], open: number): number => {
  const [, fence = '```'] = FENCE.exec(slice(text, lines[open] ?? { start: 0, end: 0 })) ?? []
  for (let at = open + 1; at < lines.length; at += 1) {
    const line = lines[at]
    const closing = line && FENCE.exec(slice(text, line))?.[1]
    if (closing?.startsWith(fence) === true) return at
  }
  return lines.length - 1
}
