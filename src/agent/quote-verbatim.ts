import type { Evidence } from '../spec/evidence.ts'
import { contentWords, coverage } from './content-words.ts'
import { quotablesOf, type Quotable } from './quotable.ts'

type Quote = { readonly text: string; readonly evidence: Evidence }

// A heading says what its page is about, code how it is done, a sentence answers.
const ORDER: readonly Quotable['kind'][] = ['sentence', 'code', 'phrase']

/**
 * The evidence sentence that shares most words with the question; earlier evidence wins ties. Code
 * is quoted only where no sentence shares any.
 */
export const quoteVerbatim = (
  question: string,
  evidence: readonly Evidence[],
): Quote | undefined => {
  const wanted = contentWords(question)
  const found = evidence.flatMap((one) =>
    quotablesOf(one.text).map(({ text, kind }) => {
      const share = coverage(wanted, contentWords(text))
      return { text, kind, share, evidence: one }
    }),
  )
  const rank = ({ kind, share }: (typeof found)[number]): number =>
    ORDER.indexOf(kind) + (share > 0 ? 0 : ORDER.length)
  const [best] = found.toSorted((a, b) => rank(a) - rank(b) || b.share - a.share)
  return best && { text: best.text, evidence: best.evidence }
}
