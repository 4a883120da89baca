import { speaksToAgent } from '../screen/screen-evidence.ts'
import type { BoundUnit } from './bind-units.ts'

/** Suspicious is what speaks to the agent instead of the page's readers. */
export type MarkedUnit = BoundUnit & { readonly suspicious: boolean }

// A longer paragraph makes snippets of its own anyway.
const LONGEST_JUDGED = 2_000
// How often a text is judged to find the sentences: so often, and so often for each sentence of it. A text that takes
// more is made to, and its paragraphs that speak to the agent are marked whole.
const LOOKS = 2_000
const LOOKS_A_UNIT = 4

/**
 * Each paragraph is judged as a whole, since an article about such orders quotes them. Where it speaks to
 * the agent, the shortest runs of its sentences that do so are marked, and the lines after them, which may
 * hold what is ordered; the sentences beside them stay usable.
 */
export const markInjections = (
  text: string,
  units: readonly BoundUnit[],
): readonly MarkedUnit[] => {
  const marked: MarkedUnit[] = []
  const looks = { left: LOOKS + LOOKS_A_UNIT * units.length }
  for (let at = 0; at < units.length;) {
    let last = at
    while (units[last + 1] && !isNewParagraph(text, units[last], units[last + 1])) last += 1
    const paragraph = units.slice(at, last + 1)
    const isJudged = textOf(text, paragraph).length <= LONGEST_JUDGED
    const found = new Set(isJudged ? suspects(text, paragraph, looks) : [])
    const [first] = found
    const line = first?.block ?? Number.POSITIVE_INFINITY
    for (const unit of paragraph)
      marked.push({ ...unit, suspicious: unit.block > line || found.has(unit) })
    at = last + 1
  }
  return marked
}

/** The shortest runs of these units that speak to the agent; what is left between them does not. */
const suspects = (
  text: string,
  units: readonly BoundUnit[],
  looks: { left: number },
): readonly BoundUnit[] => {
  if (!speaksToAgent(textOf(text, units))) return []
  for (let size = 1; size < units.length; size += 1) {
    for (let at = 0; at + size <= units.length; at += 1) {
      if (looks.left === 0) return units
      looks.left -= 1
      const run = units.slice(at, at + size)
      if (!speaksToAgent(textOf(text, run))) continue
      return [
        ...suspects(text, units.slice(0, at), looks),
        ...run,
        ...suspects(text, units.slice(at + size), looks),
      ]
    }
  }
  return units
}

const textOf = (text: string, units: readonly BoundUnit[]): string =>
  text.slice(units[0]?.start, units.at(-1)?.end)

const isNewParagraph = (text: string, before?: BoundUnit, after?: BoundUnit): boolean =>
  /\n\s*\n/u.test(text.slice(before?.end, after?.start))
