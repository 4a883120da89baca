import type { Citation } from '../../spec/citation.ts'
import type { Reply } from '../../spec/reply.ts'

/** A reply as a door shows it: its text, and its citations with their places in that text. */
export type Shown = { readonly text: string; readonly citations: readonly Citation[] }

/** The reply's text with `[1]` after each cited span, and a list of what the numbers stand for. */
export const citeInText = ({ text, citations }: Pick<Reply, 'text' | 'citations'>): Shown => {
  const numbers = new Map<string, number>()
  const numberOf = (citation: Citation): number => {
    const key = sourceOf(citation)
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return number
  }
  const inOrder = citations.toSorted((a, b) => a.end - b.end || a.start - b.start)
  // What is put in before a place moves it by so much.
  const marks = inOrder.map((citation) => ({ at: citation.end, mark: ` [${numberOf(citation)}]` }))
  const unlike = marks.filter(
    ({ at, mark }, i) => !marks.slice(0, i).some((one) => one.at === at && one.mark === mark),
  )
  const shift = (place: number): number =>
    place + unlike.reduce((sum, { at, mark }) => (at < place ? sum + mark.length : sum), 0)
  let marked = ''
  let from = 0
  for (const { at, mark } of unlike) {
    marked += `${text.slice(from, at)}${mark}`
    from = at
  }
  const list = [...numbers].map(([source, number]) => `[${number}] ${source}`)
  return {
    text: [`${marked}${text.slice(from)}`, ...(list.length > 0 ? [list.join('\n')] : [])].join(
      '\n\n',
    ),
    citations: citations.map((one) => ({ ...one, start: shift(one.start), end: shift(one.end) })),
  }
}

const sourceOf = ({ title, url, evidenceId, pageNumber }: Citation): string => {
  const page = pageNumber === undefined ? '' : `, page ${pageNumber}`
  if (url === undefined) return `${title ?? evidenceId}${page}`
  return title === undefined || title === url ? `${url}${page}` : `${title}${page}: ${url}`
}

export const showReply = (reply: Reply, cited: boolean): Shown =>
  cited ? citeInText(reply) : { text: reply.text, citations: reply.citations }
