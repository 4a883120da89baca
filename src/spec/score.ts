import { z } from 'zod'
import { statementSchema } from './citation.ts'
import { ruleIdSchema } from './rule.ts'
import { textSchema, turnSchema } from './turn.ts'

/** One reply to score, as in `POST /score` and `dunnock score`. */
export const scoreRowSchema = z.strictObject({
  id: z.string().optional(),
  dialogue: z.array(turnSchema).min(1),
  reply: textSchema,
  evidence: z
    .array(
      z.strictObject({ id: z.string().optional(), text: z.string(), title: z.string().optional() }),
    )
    .optional(),
  rules: z
    .array(z.union([ruleIdSchema, z.object({ id: ruleIdSchema, text: textSchema })]))
    .optional(),
})
export type ScoreRow = Readonly<z.infer<typeof scoreRowSchema>>

export const scoreResultSchema = z.object({
  id: z.string().optional(),
  factSeeking: z.number(),
  preference: z.number(),
  rules: z.record(z.string(), z.number()),
  support: z.number().nullable(),
  statements: z.array(statementSchema),
})
export type ScoreResult = Readonly<z.infer<typeof scoreResultSchema>>
