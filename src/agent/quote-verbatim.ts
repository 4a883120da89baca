import type { Evidence } from '../spec/evidence.ts'
import { slice } from '../spec/span.ts'
import { splitStatements } from '../spec/split-statements.ts'
import { contentWords, coverage } from './content-words.ts'

/** The evidence sentence that shares most words with the question; earlier evidence wins ties. */
export const quoteVerbatim = (
  question: string,
  evidence: readonly Evidence[],
): { readonly text: string; readonly evidence: Evidence } | undefined => {
  const wanted = contentWords(question)
  const sentences = evidence.flatMap((one) =>
    splitStatements(one.text).map((span) => ({ text: slice(one.text, span), evidence: one })),
  )
  let best: (typeof sentences)[number] | undefined
  let bestCoverage = -1
  for (const sentence of sentences) {
    const share = coverage(wanted, contentWords(sentence.text))
    if (share > bestCoverage && isProse(sentence.text)) {
      best = sentence
      bestCoverage = share
    }
  }
  return best
}

// A heading or a line of code is no reply: a sentence has several words and mostly letters.
const isProse = (text: string): boolean =>
  text.split(/\s+/u).length >= 4 && (text.match(/\p{L}/gu)?.length ?? 0) >= text.length * 0.6
