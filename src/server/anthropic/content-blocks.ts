import type { Reply } from '../../spec/reply.ts'
import { charLocation, type CharLocation } from './char-location.ts'
import type { GivenDocument } from './documents.ts'

/** A part of the reply's text, and what backs it; the parts together are the text. */
export type TextBlock = {
  readonly type: 'text'
  readonly text: string
  readonly citations: readonly CharLocation[] | null
}

/** The reply in parts, each cited span one of its own. */
export const contentBlocks = (
  reply: Pick<Reply, 'text' | 'citations' | 'evidence'>,
  documents: readonly GivenDocument[],
): readonly TextBlock[] => {
  const { text, citations } = reply
  const placed = citations.flatMap((citation) => {
    const location = charLocation(citation, reply, documents)
    return location === undefined ? [] : [{ ...citation, location }]
  })
  const ends = new Set([0, text.length, ...placed.flatMap(({ start, end }) => [start, end])])
  const cuts = [...ends].toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1] ?? text.length
    const within = placed.filter(({ start, end }) => start <= from && to <= end)
    const locations = within.map(({ location }) => location)
    return {
      type: 'text',
      text: text.slice(from, to),
      citations: locations.length === 0 ? null : locations,
    }
  })
}
