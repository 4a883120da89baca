import { passageParts } from '../spec/passage-parts.ts'
import { contentWords, coverage } from './content-words.ts'
import { extractsAround } from './extracts.ts'
import type { ReadEvidence } from './read-passages.ts'

/** What the evidence itself gives as a reply. */
export type Extract = { readonly text: string; readonly evidence: ReadEvidence }

// Passages that are cut from, and parts of each.
const PASSAGES = 4
const PARTS = 2

/**
 * The likeliest extracts, at most `most`: around the parts where the reader sees the answer, of the
 * passages that it puts first, each passage in turn. A yes-or-no question is answered both ways, so that
 * the judge can tell which is right.
 */
export const extractCandidates = (
  question: string,
  evidence: readonly ReadEvidence[],
  most: number,
): readonly Extract[] => {
  const lists = evidence.slice(0, PASSAGES).map((one) => extractsOf(question, one))
  const found = new Map<string, Extract>()
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let at = 0; at < longest && found.size < most; at += 1) {
    for (const list of lists) {
      const one = list[at]
      if (one && found.size < most && !found.has(one.text)) found.set(one.text, one)
    }
  }
  return [...found.values()]
}

const extractsOf = (question: string, evidence: ReadEvidence): readonly Extract[] => {
  const parts = passageParts(evidence.text)
  const order = evidence.reading.parts
    .map((chance, at) => ({ chance, at }))
    .toSorted((a, b) => b.chance - a.chance)
    .slice(0, PARTS)
  const texts = order.flatMap(({ at }) => extractsAround(evidence, parts, at))
  const asked = contentWords(question)
  const plain = [...new Set(texts)].filter((text) => coverage(contentWords(text), asked) < 1)
  const shown = isYesNo(question)
    ? plain.slice(0, 2).flatMap((text) => [`Yes. ${text}`, `No. ${text}`])
    : plain
  return shown.map((text) => ({ text, evidence }))
}

const YES_NO =
  /^(?:(?:so|and|but|ok|hi|hey|then),? )*(?:is|are|am|was|were|do|does|did|can|could|may|might|must|will|would|should|shall|has|have|had|isn't|aren't|doesn't|don't|can't|won't)\b/iu
const ASKS_WHICH = /\b(?:or|what|which|who|when|where|why|how)\b/iu

/** Whether yes or no answers the question. */
export const isYesNo = (question: string): boolean =>
  YES_NO.test(question.trim()) && !ASKS_WHICH.test(question)
