import { slice } from '../../spec/span.ts'
import { kindOfLine } from '../../spec/text/passage-parts.ts'
import type { TextUnit } from './text-units.ts'

/** A unit, and what it stands with: a snippet should hold all of it. */
export type BoundUnit = TextUnit & {
  /** Units with one number belong together: a paragraph, a lead-in and its list, a sentence and its code, a table. */
  readonly whole: number
  /** Whether it says little without the unit before it. */
  readonly leans: boolean
  /** The lead-in of a list item or the header of a table row, for snippets that begin below it. */
  readonly under: string
}

type Kind = 'prose' | 'item' | 'row' | 'code'

const LEADS = /:\s*[*_`]*$/u

/** Ties units to those that they cannot be read without. */
export const bindUnits = (text: string, units: readonly TextUnit[]): readonly BoundUnit[] => {
  const bound: BoundUnit[] = []
  let before: (BoundUnit & { readonly kind: Kind }) | undefined
  for (const unit of units) {
    const next = bind(text, unit, before)
    bound.push(next)
    before = next
  }
  return bound
}

const bind = (
  text: string,
  unit: TextUnit,
  before: (BoundUnit & { readonly kind: Kind }) | undefined,
): BoundUnit & { readonly kind: Kind } => {
  if (before?.block === unit.block)
    return { ...unit, kind: before.kind, whole: before.whole, leans: false, under: before.under }
  const kind = kindOf(text, unit)
  const beside = before && sameSection(before, unit) ? before : undefined
  const goesOn = beside?.kind === kind && (kind === 'item' || kind === 'row')
  const isLed = beside !== undefined && kind !== 'prose' && LEADS.test(slice(text, beside))
  const leans =
    isLed || (beside !== undefined && kind === 'code') || isFirstRow(goesOn, kind, beside)
  const whole = beside && (goesOn || leans) ? beside.whole : unit.start
  return { ...unit, kind, whole, leans, under: underOf(text, { goesOn, isLed, kind }, beside) }
}

const kindOf = (text: string, { start, end, isCode }: TextUnit): Kind => {
  if (isCode) return 'code'
  return kindOfLine(text.slice(start, end)) ?? 'prose'
}

/** The first row below the header: the header alone tells nothing, nor does the row without it. */
const isFirstRow = (goesOn: boolean, kind: Kind, before: BoundUnit | undefined): boolean =>
  goesOn && kind === 'row' && before?.under === ''

const underOf = (
  text: string,
  { goesOn, isLed, kind }: { goesOn: boolean; isLed: boolean; kind: Kind },
  before: BoundUnit | undefined,
): string => {
  if (before === undefined || kind === 'code') return ''
  if (goesOn) return kind === 'row' && before.under === '' ? slice(text, before) : before.under
  return isLed && kind === 'item' ? slice(text, before) : ''
}

const sameSection = (a: TextUnit, b: TextUnit): boolean =>
  a.path.length === b.path.length && a.path.every((heading, at) => heading === b.path[at])
