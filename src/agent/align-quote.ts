import { withoutMarkers } from '../spec/text/claims.ts'
import { missingFrom } from '../spec/text/missing-values.ts'
import { slice, type Span } from '../spec/span.ts'
import { splitStatements } from '../spec/text/split-statements.ts'
import { contentWords, coverage } from '../spec/text/content-words.ts'

// Below this share of a statement's words, no sentence of the evidence is what it says, unless it holds the
// statement's numbers: "Default: 1048576" has few of the words that say so in a whole sentence.
const LEAST_COVERAGE = 0.3

/**
 * The span of the evidence that a statement rests on: the statement itself, without its markers, where it
 * stands there word for word, else the sentence that holds its numbers and then most of its words, since
 * a number is what a reader looks for. Undefined where none does.
 */
export const alignQuote = (marked: string, evidence: string): Span | undefined => {
  const statement = withoutMarkers(marked)
  const verbatim = findVerbatim(statement, evidence)
  if (verbatim !== undefined) return verbatim
  const wanted = contentWords(statement)
  const { numbers } = missingFrom('')(statement)
  const likely = splitStatements(evidence)
    .map((span) => {
      const sentence = slice(evidence, span)
      const share = coverage(wanted, contentWords(sentence))
      return { span, share, missing: missingFrom(sentence)(statement).numbers }
    })
    .filter(({ share, missing }) =>
      numbers > 0 && missing === 0 ? share > 0 : share >= LEAST_COVERAGE,
    )
  return likely.sort((a, b) => a.missing - b.missing || b.share - a.share)[0]?.span
}

/** The statement without its full stop, so that "… in bytes." is found in "… in bytes, and …". */
const findVerbatim = (statement: string, evidence: string): Span | undefined => {
  const core = statement.replace(/(?<![.!?])[.!?]+$/u, '')
  const start = core === '' ? -1 : evidence.indexOf(core)
  if (start < 0) return undefined
  const full = evidence.startsWith(statement, start)
  return { start, end: start + (full ? statement : core).length }
}
