import { slice, trimSpan, type Span } from '../span.ts'
import { isCodeBlock, linesAndBlocks } from './code-blocks.ts'
import { splitStatements } from './split-statements.ts'

/** What a passage is made of, and what can be shown of it: a code block with its fences, a list item, a table row, a sentence. */
export type PassagePart = Span & { readonly kind: 'sentence' | 'item' | 'row' | 'code' }

const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])\s/u
const ROW = /^\s*\|/u

/** What a line of its own is: a row of a table, an item of a list; undefined where it is prose. */
export const kindOfLine = (line: string): 'row' | 'item' | undefined =>
  ROW.test(line) ? 'row' : ITEM.test(line) ? 'item' : undefined

/** The parts of a passage in order; between them stands white space alone. */
export const passageParts = (text: string): readonly PassagePart[] =>
  linesAndBlocks(text).flatMap(({ isCode, ...whole }): readonly PassagePart[] => {
    const span = trimSpan(text, whole)
    if (span.start >= span.end) return []
    // A fence alone ends a block that began before the passage did.
    const line = slice(text, span)
    const kind = isCode || isCodeBlock(line) ? 'code' : kindOfLine(line)
    if (kind !== undefined) return [{ ...span, kind }]
    return splitStatements(line).map(({ start, end }) => ({
      start: span.start + start,
      end: span.start + end,
      kind: 'sentence',
    }))
  })
