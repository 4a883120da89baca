import type { PassagePart } from '../../spec/text/passage-parts.ts'
import type { ReadPassage } from '../../spec/reader.ts'
import { slice, type Span } from '../../spec/span.ts'

/** What is asked of a reply: so many words outside code at the most. */
export const MOST_WORDS = 60

/** Texts that a passage gives as replies around one of its parts, the plainest first; each holds the part. */
export const extractsAround = (
  passage: ReadPassage,
  parts: readonly PassagePart[],
  at: number,
): readonly string[] => {
  const part = parts[at]
  if (part === undefined) return []
  const leadsOn = (last: number): boolean => {
    const end = parts[last]
    return end?.kind === 'sentence' && last + 1 < parts.length && leads(passage.text, end)
  }
  // What ends with a lead-in goes on with what that leads to, or ends before it.
  const shown = (first: number, last: number): string => {
    if (!leadsOn(last)) return showParts(passage, parts, first, last)
    const end = runOf(passage.text, parts, last + 1)[1]
    // A lead-in alone says nothing.
    if (last <= at) return shown(first, end)
    const whole = showParts(passage, parts, first, end)
    return countWords(whole) <= MOST_WORDS ? whole : showParts(passage, parts, first, last - 1)
  }
  const texts = [shown(at, at)]
  const [first, last] = runOf(passage.text, parts, at)
  if (part.kind === 'sentence') {
    if (!leads(passage.text, part))
      texts.push(shown(at, at + 1), shown(at - 1, at), shown(at - 1, at + 1))
  } else if (part.kind === 'code') {
    texts.push(shown(at - 1, at), shown(at - 1, at + 1), shown(at, at + 1))
  } else {
    texts.push(shown(first, last), shown(at, at + 1))
    if (first < at) texts.push([showParts(passage, parts, first, first), shown(at, at)].join('\n'))
  }
  texts.push(shown(0, parts.length - 1))
  return [...new Set(texts)].filter((text) => text !== '' && countWords(text) <= MOST_WORDS)
}

/** The list or table that a part stands in, with its lead-in. */
const runOf = (
  text: string,
  parts: readonly PassagePart[],
  at: number,
): readonly [first: number, last: number] => {
  const kind = parts[at]?.kind
  let [first, last] = [at, at]
  if (kind === 'item' || kind === 'row') {
    while (parts[first - 1]?.kind === kind) first -= 1
    while (parts[last + 1]?.kind === kind) last += 1
  }
  const before = parts[first - 1]
  if (before?.kind === 'sentence' && leads(text, before)) first -= 1
  return [first, last]
}

const leads = (text: string, span: Span): boolean => /:\s*[*_`]*$/u.test(slice(text, span))

const showParts = (
  passage: ReadPassage,
  parts: readonly PassagePart[],
  from: number,
  to: number,
): string => {
  const [first, last] = [parts[Math.max(0, from)], parts[Math.min(parts.length - 1, to)]]
  if (first === undefined || last === undefined || to < from) return ''
  const run = parts.slice(Math.max(0, from), to + 1)
  // Rows without their header say nothing.
  const isBare =
    run.length === 1 || headerInTitle(passage, parts, parts.indexOf(first)) !== undefined
  if (isBare && run.every(({ kind }) => kind === 'row'))
    return run.map((row) => showRow(passage, parts, row)).join('\n')
  if (run.length === 1 && first.kind === 'item')
    return slice(passage.text, first).replace(/^(?:[-*+]|\d{1,3}[.)])\s+/u, '')
  const text = passage.text.slice(first.start, last.end)
  return closeFence(text)
}

const closeFence = (text: string): string =>
  (text.match(/^[ \t]*```/gmu)?.length ?? 0) % 2 === 0 ? text : `${text}\n\`\`\``

const RULE = /^[\s|:-]+$/u

/** A row with its header: "Silver: Price 40 €; Lockers yes". */
const showRow = (passage: ReadPassage, parts: readonly PassagePart[], row: PassagePart): string => {
  if (RULE.test(slice(passage.text, row))) return ''
  const at = parts.indexOf(row)
  const first = firstRow(parts, at)
  const above = first < at ? slice(passage.text, parts[first] ?? row) : ''
  const header = headerInTitle(passage, parts, at) ?? above
  const names = header.startsWith('|') ? cellsOf(header) : []
  const [name = '', ...cells] = cellsOf(slice(passage.text, row))
  const rest = cells.flatMap((cell, i) => {
    const label = names[i + 1]
    return cell === '' ? [] : [label ? `${label}: ${cell}` : cell]
  })
  return rest.length === 0 ? name : `${name}: ${rest.join('; ')}`
}

const firstRow = (parts: readonly PassagePart[], at: number): number => {
  let first = at
  while (parts[first - 1]?.kind === 'row') first -= 1
  return first
}

/** A passage that goes on with a table has the header in its title, for each row of a table without one of its own. */
const headerInTitle = (
  { text, title = '' }: ReadPassage,
  parts: readonly PassagePart[],
  at: number,
): string | undefined => {
  const rule = parts[firstRow(parts, at) + 1]
  const isHeaded = rule?.kind === 'row' && RULE.test(slice(text, rule))
  return isHeaded ? undefined : /(?:^| > )(\|[^>]*)$/u.exec(title)?.[1]
}

const cellsOf = (row: string): readonly string[] =>
  row
    .replace(/^\s*\|/u, '')
    .replace(/\|\s*$/u, '')
    .split('|')
    .map((cell) => cell.trim())

export const countWords = (text: string): number =>
  text
    .replaceAll(/```[\s\S]*?(?:```|$)/gu, ' ')
    .replaceAll(/`[^`\n]*`/gu, ' x ')
    .match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0
