import { z } from 'zod'
import { parseInput } from '../../server/http/parse-input.ts'
import type { RewardModel, RewardRow } from '../../spec/reward-model.ts'
import { ruleIdSchema, type Rule } from '../../spec/rule.ts'
import { textSchema, turnSchema } from '../../spec/turn.ts'
import type { Figure } from './figures.ts'
import type { Mark } from './mark.ts'

export type Judge = {
  readonly model: RewardModel
  /** Throws RULE_NOT_FOUND. */
  readonly ruleOf: (id: string) => Rule
  readonly blocking: readonly Rule[]
  readonly signal: AbortSignal
}

type Measure = (judge: Judge) => Promise<Mark>

/** One kind of label, and the figures that it is good for. */
export type Task = {
  readonly name: string
  /** The field that only rows of this kind have. */
  readonly label: string
  readonly figures: readonly Figure[]
  /** Throws INVALID_REQUEST or INVALID_TEXT; what is given back can be measured later. */
  readonly read: (row: unknown) => Measure
}

export const defineTask = <Row>(task: {
  readonly name: string
  readonly label: string
  readonly figures: readonly Figure[]
  readonly schema: z.ZodType<Row>
  readonly measure: (row: Row, judge: Judge) => Promise<Mark>
}): Task => ({
  name: task.name,
  label: task.label,
  figures: task.figures,
  read: (input) => {
    const row = parseInput(task.schema, input)
    return (judge) => task.measure(row, judge)
  },
})

/** Fields that every kind of row may have. */
export const commonFields = {
  id: z.unknown().optional(),
  set: z.string().min(1).optional(),
  group: z.string().min(1).optional(),
}
export const dialogueField = z.array(turnSchema)
export const evidenceField = z.array(
  z.strictObject({ id: z.string().optional(), text: z.string(), title: z.string().optional() }),
)
export const ruleField = z.union([ruleIdSchema, z.object({ id: ruleIdSchema, text: textSchema })])

export const toEvidence = (
  given: z.infer<typeof evidenceField> | undefined,
): RewardRow['evidence'] =>
  (given ?? []).map(({ id, ...rest }, i) => ({ id: id ?? String(i + 1), ...rest }))
