import type { Reader } from '../../spec/reader.ts'
import { lastUserText, type Dialogue } from '../../spec/turn.ts'
import { passageParts } from '../../spec/text/passage-parts.ts'
import { contentWords, coverage } from '../../spec/text/content-words.ts'
import { extractsAround } from './extracts.ts'
import type { ReadEvidence } from './read-passages.ts'
import { isYesNo, withYesOrNo } from './yes-or-no.ts'

/** What the evidence itself gives as a reply, and P(it is right). */
export type Extract = {
  readonly text: string
  readonly evidence: ReadEvidence
  readonly judged: number
}

// Passages that are cut from, parts of each, and extracts that are judged in all.
const PASSAGES = 4
const PARTS = 3
const JUDGED = 16
// Several extracts of one passage say much the same.
const OF_ONE_PASSAGE = 2

/**
 * The extracts that the reader holds for most likely right, the best first: around the parts where it
 * sees the answer, of the passages that it puts first. A yes-or-no question is answered both ways where words do not
 * tell which is right, so that it can.
 */
export const extractCandidates = async (
  reader: Reader,
  dialogue: Dialogue,
  evidence: readonly ReadEvidence[],
  most: number,
  signal?: AbortSignal,
): Promise<readonly Extract[]> => {
  if (most === 0) return []
  const question = lastUserText(dialogue)
  const drafts = inTurns(evidence.slice(0, PASSAGES).map((one) => extractsOf(question, one)))
  const rows = drafts
    .slice(0, JUDGED)
    .map(({ text, evidence: own }) => ({ reply: text, evidence: own }))
  const chances = await reader.judge(dialogue, rows, signal)
  const judged = drafts.flatMap((draft, i) => {
    const chance = chances[i]
    return chance === undefined ? [] : [{ ...draft, judged: chance }]
  })
  const chosen: Extract[] = []
  for (const one of judged.toSorted((x, y) => y.judged - x.judged)) {
    const alike = chosen.filter((other) => other.evidence.id === one.evidence.id)
    if (chosen.length < most && alike.length < OF_ONE_PASSAGE) chosen.push(one)
  }
  return chosen
}

type Draft = Omit<Extract, 'judged'>

/** The first of each list, then the second of each; each text once. */
const inTurns = (lists: readonly (readonly Draft[])[]): readonly Draft[] => {
  const found = new Map<string, Draft>()
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let at = 0; at < longest; at += 1)
    for (const list of lists) {
      const one = list[at]
      if (one && !found.has(one.text)) found.set(one.text, one)
    }
  return [...found.values()]
}

const extractsOf = (question: string, evidence: ReadEvidence): readonly Draft[] => {
  const parts = passageParts(evidence.text)
  const order = evidence.reading.parts
    .map((chance, at) => ({ chance, at }))
    .toSorted((a, b) => b.chance - a.chance)
    .slice(0, PARTS)
  const texts = order.flatMap(({ at }) => extractsAround(evidence, parts, at))
  const asked = contentWords(question)
  const plain = [...new Set(texts)].filter((text) => coverage(contentWords(text), asked) < 1)
  const shown = isYesNo(question)
    ? plain.slice(0, 3).flatMap((text) => {
        const said = withYesOrNo(question, text)
        return said === undefined ? [`Yes. ${text}`, `No. ${text}`] : [said]
      })
    : plain
  return shown.map((text) => ({ text, evidence }))
}
