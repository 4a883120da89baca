import type { Evidence } from '../../spec/evidence.ts'
import { passageParts } from '../../spec/text/passage-parts.ts'
import type { Reader, Reading } from '../../spec/reader.ts'
import { type Dialogue, lastUserText } from '../../spec/turn.ts'
import { logit, sigmoid } from '../../base/logistic.ts'
import { contentWords, coverage } from '../../spec/text/content-words.ts'
import { extractsAround } from './extracts.ts'

/** Evidence as the reader found it. */
export type ReadEvidence = Evidence & { readonly reading: Reading }

/**
 * P(a passage holds the answer) as a logistic regression: on the logit of what the reader says, ln(1 + place in
 * the index), and the share of the question's words that the passage and its title hold. A small reader alone
 * puts the first passages in a worse order than the index does: docs/measurements.md.
 */
export type OrderWeights = Readonly<
  Record<'answers' | 'place' | 'covered' | 'titled' | 'bias', number>
>

type ReadOptions = {
  readonly weights: OrderWeights
  /** Whether the order of the evidence is an index's: the first is found for better reasons than the last. */
  readonly isRanked: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads what a search found and puts first what answers the last turn. What speaks to the agent stays
 * last, whatever it seems to answer.
 */
export const readPassages = async (
  reader: Reader,
  dialogue: Dialogue,
  evidence: readonly Evidence[],
  { weights, isRanked, signal }: ReadOptions,
): Promise<readonly ReadEvidence[]> => {
  if (evidence.length === 0) return []
  const readings = await reader.read(dialogue, evidence, signal)
  const asked = contentWords(lastUserText(dialogue))
  const chanceOf = ({ title = '', text }: Evidence, place: number, answers: number): number =>
    sigmoid(
      weights.answers * logit(answers) +
        weights.place * (isRanked ? Math.log1p(place) : 0) +
        weights.covered * coverage(asked, contentWords(`${title} ${text}`)) +
        weights.titled * coverage(asked, contentWords(title)) +
        weights.bias,
    )
  const read = evidence.flatMap((one, place) => {
    const reading = readings[place]
    if (reading === undefined) return []
    return [{ ...one, reading: { ...reading, answers: chanceOf(one, place, reading.answers) } }]
  })
  const isFlagged = ({ flags = [] }: Evidence): number => Number(flags.length > 0)
  return read.toSorted(
    (a, b) => isFlagged(a) - isFlagged(b) || b.reading.answers - a.reading.answers,
  )
}

/** What a passage has to say where the answer most likely stands: a sentence, an item, a row with its header. */
export const bestPart = (evidence: ReadEvidence): string => {
  const { parts: chances } = evidence.reading
  const parts = passageParts(evidence.text)
  let best = 0
  for (const [at, chance] of chances.entries()) if (chance > (chances[best] ?? 0)) best = at
  return extractsAround(evidence, parts, best)[0] ?? evidence.text
}

/** Without the readings, as it goes to callers. */
export const withoutReading = (evidence: ReadEvidence): Evidence => {
  const { reading, ...plain } = evidence
  void reading
  return plain
}
