import type { Citation } from '../../spec/citation.ts'
import type { Evidence } from '../../spec/evidence.ts'
import type { Reply } from '../../spec/reply.ts'
import type { GivenDocument } from './documents.ts'

/** Anthropic's shape of a citation, and what it has no words for. */
export type CharLocation = {
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
export const charLocation = (
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
