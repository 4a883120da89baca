import type { Evidence } from '../../spec/evidence.ts'
import { passageParts } from '../../spec/text/passage-parts.ts'
import type { Reader, Reading } from '../../spec/reader.ts'
import type { Dialogue } from '../../spec/turn.ts'
import { extractsAround } from './extracts.ts'

/** Evidence as the reader found it. */
export type ReadEvidence = Evidence & { readonly reading: Reading }

/**
 * Reads what a search found and puts first what answers the last turn. What speaks to the agent stays
 * last, whatever it seems to answer.
 */
export const readPassages = async (
  reader: Reader,
  dialogue: Dialogue,
  evidence: readonly Evidence[],
  signal?: AbortSignal,
): Promise<readonly ReadEvidence[]> => {
  if (evidence.length === 0) return []
  const readings = await reader.read(dialogue, evidence, signal)
  const read = evidence.flatMap((one, i) => {
    const reading = readings[i]
    return reading ? [{ ...one, reading }] : []
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
