import { ABSTENTION, isAbstention, saysUnknown } from '../spec/text/abstention.ts'
import type { Citation, Statement } from '../spec/citation.ts'
import { sheetAt, type Evidence } from '../spec/evidence.ts'
import { isCodeBlock } from '../spec/text/code-blocks.ts'
import { slice } from '../spec/span.ts'
import { alignQuote } from './align-quote.ts'
import type { ScoredCandidate } from './candidate.ts'
import { withAffixes, type Affixes } from './affixes.ts'

export type CiteOptions = {
  /** Whether the turn asks for facts that evidence was found for: only then is anything dropped. */
  readonly grounded: boolean
  readonly citeFrom: number
  readonly abstainBelow: number
  /** How an abstention is worded; the other candidates are worded so already. */
  readonly affixes?: Affixes
}

/** The reply as it is shown. The statements' spans are those of `text`. */
export type CitedReply = {
  readonly text: string
  readonly statements: readonly Statement[]
  readonly citations: readonly Citation[]
  readonly abstained: boolean
}

/** A reply that says why there is no answer. */
export const declined = (text: string): CitedReply => {
  const statements = [{ start: 0, end: text.length, checkable: false, support: null }]
  return { text, statements, citations: [], abstained: true }
}

/** The reply that says that nothing was found. */
export const abstain = (affixes: Affixes = {}): CitedReply =>
  declined(withAffixes(ABSTENTION, affixes))

/** Follows a statement that has some support, but not enough to cite. */
export const UNCONFIRMED = ' (The sources do not confirm this.)'

/**
 * Turns the best candidate into the reply. Citations are computed, never typed by the model: a
 * supported statement is tied to the verbatim quote that it rests on. On a grounded turn, a
 * checkable statement with some support is kept with a note, one with less than `abstainBelow` is
 * dropped, and a reply that would lose all of them abstains. One that claims nothing ("Please call an
 * ambulance.") declines in its own words, unless these say that the answer is not known.
 */
export const cite = (best: ScoredCandidate, options: CiteOptions): CitedReply => {
  const abstention = abstain(options.affixes)
  if (isAbstention(best.text)) return abstention
  const pieces = best.scorecard.statements.map((statement): Piece => {
    const citation = citeStatement(best, statement, options.citeFrom)
    const doubtful = options.grounded && statement.checkable && citation === undefined
    return { statement, citation, note: doubtful ? UNCONFIRMED : '' }
  })
  if (!options.grounded) return assemble(best.text, pieces)
  if (!pieces.some(({ statement }) => statement.checkable))
    return saysUnknown(best.text) ? abstention : declined(best.text)
  const kept = pieces.filter(
    ({ statement, citation }) =>
      !statement.checkable || citation || (statement.support ?? 0) >= options.abstainBelow,
  )
  return kept.some(({ statement }) => statement.checkable) ? assemble(best.text, kept) : abstention
}

type Piece = {
  readonly statement: Statement
  readonly citation: Citation | undefined
  readonly note: string
}

const citeStatement = (
  best: ScoredCandidate,
  statement: Statement,
  citeFrom: number,
): Citation | undefined => {
  const { checkable, support, evidenceId } = statement
  if (!checkable || support === null || support < citeFrom) return undefined
  const evidence = best.checkedAgainst.find((one) => one.id === evidenceId)
  return evidence && citationOf(best.text, statement, evidence, support)
}

const citationOf = (
  reply: string,
  { start, end }: Statement,
  evidence: Evidence,
  support: number,
): Citation | undefined => {
  const quote = alignQuote(reply.slice(start, end), evidence.text)
  if (quote === undefined) return undefined
  const pageNumber = sheetAt(evidence.page, quote.start)
  return {
    start,
    end,
    evidenceId: evidence.id,
    quote: slice(evidence.text, quote),
    quoteStart: quote.start,
    quoteEnd: quote.end,
    support,
    ...(evidence.url === undefined ? {} : { url: evidence.url }),
    ...(evidence.title === undefined ? {} : { title: evidence.title }),
    ...(pageNumber === undefined ? {} : { pageNumber }),
    ...(evidence.flags === undefined ? {} : { flags: evidence.flags }),
  }
}

/** The white space that ends at a place, or a space where there is none. */
const spaceBefore = (text: string, end: number): string => {
  let start = end
  while (/\s/u.test(text.charAt(start - 1))) start -= 1
  return start === end ? ' ' : text.slice(start, end)
}

/**
 * Joins the kept statements with the white space that stood before each, and moves all spans along. A note
 * on a block of code gets a line of its own: behind the fence it would keep the block open.
 */
const assemble = (reply: string, kept: readonly Piece[]): CitedReply => {
  const statements: Statement[] = []
  const citations: Citation[] = []
  let text = ''
  for (const { statement, citation, note } of kept) {
    const gap = text === '' ? '' : spaceBefore(reply, statement.start)
    const start = text.length + gap.length
    text += gap + slice(reply, statement)
    statements.push({ ...statement, start, end: text.length })
    if (citation) citations.push({ ...citation, start, end: text.length })
    text += isCodeBlock(slice(reply, statement)) ? note.replace(' ', '\n') : note
  }
  return { text, statements, citations, abstained: false }
}
