import { declined, type CitedReply } from './cite.ts'
import { bestPart, type ReadEvidence } from './passages/read-passages.ts'

const MOST = 3
const LONGEST = 200

/** The closest passages: three at most, none that speaks to the agent, and none that says what a rule forbids to say. */
export const passagesToShow = (
  evidence: readonly ReadEvidence[],
  forbidden: readonly string[],
): readonly ReadEvidence[] =>
  evidence
    .filter(({ flags = [] }) => flags.length === 0)
    .filter((one) => !forbidden.some((text) => text.includes(bestPart(one))))
    .slice(0, MOST)

/** A reply that claims nothing: it says so, and what stands in each of the passages that comes closest. */
export const showPassages = (passages: readonly ReadEvidence[]): CitedReply => {
  const shown = passages.map((one, i) => {
    const quote = oneLine(bestPart(one))
    const cut =
      quote.length > LONGEST ? `${quote.slice(0, LONGEST).toWellFormed().trimEnd()} …` : quote
    return `${i + 1}. ${oneLine(one.title ?? one.url ?? 'untitled')}: “${cut}”`
  })
  return declined(`I found no sure answer. These passages come closest:\n\n${shown.join('\n')}`)
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()
