import { MAX_SNIPPET_LENGTH } from '../../spec/evidence.ts'
import { slice, type Span } from '../../spec/span.ts'
import { bindUnits } from './bind-units.ts'
import { markInjections, type MarkedUnit } from './mark-injections.ts'
import { textUnits } from './text-units.ts'

/** A passage of a page: `text` is the page's text from `start` to `end`, `title` its heading path. */
export type Snippet = Span & { readonly text: string; readonly title: string }

const MAX_TITLE_LENGTH = 160
// What a title adds of a lead-in or of a table's header.
const MAX_UNDER_LENGTH = 120

/**
 * Snippets of a page in order, at most 500 UTF-16 units each, on sentence bounds. They hold all of
 * the text but white space and headings, never reach over a heading, and keep what belongs together
 * where it fits: a code block and its lead-in, a list, a table. One that begins within a list or a
 * table has the lead-in or the header in its title. Sentences that speak to the agent stand alone, so
 * that they spoil no other.
 */
export const cutSnippets = (page: {
  readonly text: string
  readonly title: string
}): readonly Snippet[] => {
  const units = bindUnits(page.text, textUnits(page.text, MAX_SNIPPET_LENGTH))
  return pack(markInjections(page.text, units)).map((group) => {
    const span = { start: group.start, end: group.end }
    return { ...span, text: slice(page.text, span), title: titleOf(page.title, group) }
  })
}

type Group = Span & { end: number } & Pick<MarkedUnit, 'path' | 'suspicious' | 'under'>

const pack = (units: readonly MarkedUnit[]): readonly Group[] => {
  const groups: Group[] = []
  let current: Group | undefined
  units.forEach((unit, at) => {
    if (current && isAlike(current, unit) && fits(current, unit) && !isBreak(units, at, current)) {
      current.end = unit.end
      return
    }
    const first = current ? leanedOn(units, at, current) : at
    const last = units[first - 1]
    if (current && last && first < at) current.end = last.end
    const { start, path, suspicious, under } = units[first] ?? unit
    current = { start, end: unit.end, path, suspicious, under }
    groups.push(current)
  })
  return groups
}

/** Where the unit leans on those before it, the first of them; they leave `current`, unless nothing would stay there. */
const leanedOn = (units: readonly MarkedUnit[], at: number, current: Group): number => {
  const unit = units[at]
  let first = at
  for (;;) {
    const before = units[first - 1]
    if (!unit || !before || units[first]?.leans !== true || before.start <= current.start) break
    if (!isAlike(current, unit) || !fits(before, unit)) break
    first -= 1
  }
  return first
}

const isAlike = (group: Group, unit: MarkedUnit): boolean =>
  group.suspicious === unit.suspicious && samePath(group.path, unit.path)

const fits = ({ start }: Span, { end }: Span): boolean => end - start <= MAX_SNIPPET_LENGTH

// What belongs together and would be cut in two begins a snippet of its own, once this one is half full.
const isBreak = (units: readonly MarkedUnit[], at: number, current: Group): boolean => {
  const unit = units[at]
  if (!unit || units[at - 1]?.whole === unit.whole) return false
  let end = unit.end
  for (let next = at + 1; units[next]?.whole === unit.whole; next += 1)
    end = units[next]?.end ?? end
  return (
    end - current.start > MAX_SNIPPET_LENGTH &&
    current.end - current.start >= MAX_SNIPPET_LENGTH / 2
  )
}

const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((heading, at) => heading === b[at])

const titleOf = (title: string, { path, under }: Group): string => {
  const below = under.replaceAll(/\s+/gu, ' ').slice(0, MAX_UNDER_LENGTH).toWellFormed().trim()
  return [pathTitle(title, path), below].filter((part) => part !== '').join(' > ')
}

const pathTitle = (title: string, path: readonly string[]): string => {
  const steps = path[0] === title ? path : [title, ...path]
  const kept = steps.filter((step) => step !== '')
  // The innermost headings say most: the outer ones go first where the path grows too long.
  while (kept.length > 1 && kept.join(' > ').length > MAX_TITLE_LENGTH) kept.shift()
  return kept.join(' > ').slice(0, MAX_TITLE_LENGTH).toWellFormed().trim()
}
