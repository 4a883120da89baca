import type { Reply } from '../../spec/reply.ts'
import type { GivenDocument } from './documents.ts'
import type { Citation } from '../../spec/citation.ts'
import type { Evidence } from '../../spec/evidence.ts'

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

/** Anthropic's shape of a citation, and what it has no words for. */
type CharLocation = {
  readonly type: 'char_location'
  readonly cited_text: string
  readonly document_index: number
  readonly document_title: string | null
  readonly start_char_index: number
  readonly end_char_index: number
  readonly file_id: null
  readonly url: string | null
  /** Of the snapshot that the indices point into, where the service found the document. */
  readonly page_hash: string | null
  readonly support: number
}

/**
 * Where a citation's quote stands: in a document that came with the call, else in the snapshot of a page
 * that was found; pages are counted on from the given documents, in the order of the reply's evidence.
 * Undefined where neither is known.
 */
const charLocation = (
  citation: Citation,
  { evidence }: Pick<Reply, 'evidence'>,
  documents: readonly GivenDocument[],
): CharLocation | undefined => {
  const cited = evidence.find(({ id }) => id === citation.evidenceId)
  const place =
    cited &&
    (inGiven(citation, cited, documents) ?? inPage(citation, cited, evidence, documents.length))
  if (place === undefined) return undefined
  const [index, start, end] = place
  return {
    type: 'char_location',
    cited_text: citation.quote,
    document_index: index,
    document_title: citation.title ?? documents[index]?.title ?? null,
    start_char_index: start,
    end_char_index: end,
    file_id: null,
    url: citation.url ?? null,
    page_hash: cited?.page?.hash ?? null,
    support: citation.support,
  }
}

type Place = readonly [index: number, start: number, end: number]

const inGiven = (
  { quote, quoteStart }: Citation,
  { text, title, source }: Evidence,
  documents: readonly GivenDocument[],
): Place | undefined => {
  if (source !== 'given') return undefined
  const numbered = documents.map((document, index) => ({ ...document, index }))
  // Of documents that say the same, the one with the title.
  const likely = numbered.toSorted((a, b) => Number(b.title === title) - Number(a.title === title))
  for (const { text: whole, index } of likely) {
    const at = whole.indexOf(text)
    const start = at < 0 ? whole.indexOf(quote) : at + quoteStart
    if (start >= 0) return [index, start, start + quote.length]
  }
  return undefined
}

const inPage = (
  { quoteStart, quoteEnd }: Citation,
  { page, text }: Evidence,
  evidence: readonly Evidence[],
  before: number,
): Place | undefined => {
  if (page === undefined) return undefined
  const hashes = [...new Set(evidence.flatMap((one) => one.page?.hash ?? []))]
  const { start, end } = page
  // A passage that is shown otherwise than it stands in the page is named as a whole.
  const isVerbatim = end - start === text.length
  const span = isVerbatim ? [start + quoteStart, start + quoteEnd] : [start, end]
  return [before + hashes.indexOf(page.hash), span[0] ?? start, span[1] ?? end]
}
