import { z } from 'zod'
import { replyOf, withReply, type CuratedRow } from './row.ts'

/** What a person decided of a row, found again by its text. */
export const decisionSchema = z.object({
  key: z.string(),
  action: z.enum(['keep', 'mend', 'drop']),
  /** What the reply is to be, where it was mended. */
  reply: z.string().optional(),
})
export type Decision = Readonly<z.infer<typeof decisionSchema>>

/** The rows as a person left them; what nobody decided on stays out, unless `undecided` is to be kept. */
export const applyDecisions = (
  rows: readonly CuratedRow[],
  decisions: readonly Decision[],
  undecided: 'keep' | 'drop',
): readonly CuratedRow[] => {
  const byKey = new Map(decisions.map((one) => [one.key, one]))
  return rows.flatMap((row) => {
    const decision = byKey.get(keyOf(row))
    const action = decision?.action ?? undecided
    if (action === 'drop') return []
    return [withReply(row, decision?.reply ?? replyOf(row))]
  })
}

/** Of the row's own text, so that it is found in a file of another order. */
export const keyOf = (row: CuratedRow): string => JSON.stringify(row.turns)
