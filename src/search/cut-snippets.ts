import { MAX_SNIPPET_LENGTH } from '../spec/evidence.ts'
import { slice, type Span } from '../spec/span.ts'
import { markSuspicious, type MarkedUnit } from './mark-suspicious.ts'
import { textUnits } from './text-units.ts'

/** A passage of a page: `text` is the page's text from `start` to `end`, `title` its heading path. */
export type Snippet = Span & { readonly text: string; readonly title: string }

const MAX_TITLE_LENGTH = 160

/**
 * Snippets of a page in order, at most 500 UTF-16 units each, on sentence bounds. They hold all of
 * the text but white space and headings, never reach over a heading, and leave a code block whole
 * where it fits. Sentences that speak to the agent stand alone, so that they spoil no other.
 */
export const cutSnippets = (page: {
  readonly text: string
  readonly title: string
}): readonly Snippet[] =>
  pack(markSuspicious(page.text, textUnits(page.text, MAX_SNIPPET_LENGTH))).map((group) => {
    const span = { start: group.start, end: group.end }
    return { ...span, text: slice(page.text, span), title: pathTitle(page.title, group.path) }
  })

type Group = Span & { end: number } & Pick<MarkedUnit, 'path' | 'suspicious'>

const pack = (units: readonly MarkedUnit[]): readonly Group[] => {
  const groups: Group[] = []
  let current: Group | undefined
  units.forEach((unit, at) => {
    const fits = current !== undefined && unit.end - current.start <= MAX_SNIPPET_LENGTH
    const isAlike = current?.suspicious === unit.suspicious && samePath(current.path, unit.path)
    if (current && fits && isAlike && !isBreak(units, at, current)) {
      current.end = unit.end
    } else {
      const { start, end, path, suspicious } = unit
      current = { start, end, path, suspicious }
      groups.push(current)
    }
  })
  return groups
}

// A paragraph or code block that would be cut in two begins a snippet of its own, once this one is
// half full.
const isBreak = (units: readonly MarkedUnit[], at: number, current: Group): boolean => {
  const unit = units[at]
  if (!unit || units[at - 1]?.block === unit.block) return false
  let end = unit.end
  for (let next = at + 1; units[next]?.block === unit.block; next += 1)
    end = units[next]?.end ?? end
  return (
    end - current.start > MAX_SNIPPET_LENGTH &&
    current.end - current.start >= MAX_SNIPPET_LENGTH / 2
  )
}

const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((heading, at) => heading === b[at])

const pathTitle = (title: string, path: readonly string[]): string => {
  const steps = path[0] === title ? path : [title, ...path]
  const kept = steps.filter((step) => step !== '')
  // The innermost headings say most: the outer ones go first where the path grows too long.
  while (kept.length > 1 && kept.join(' > ').length > MAX_TITLE_LENGTH) kept.shift()
  return kept.join(' > ').slice(0, MAX_TITLE_LENGTH).toWellFormed().trim()
}
