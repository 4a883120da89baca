import { z } from 'zod'
import { ruleIdSchema } from './rule.ts'
import { textSchema } from './turn.ts'

/** A rating, a comparison, a rule report or a correction of one turn. */
export const feedbackSchema = z
  .strictObject({
    turnId: z.string().min(1).max(64),
    rating: z.union([z.literal(-1), z.number().int().min(1).max(5)]).optional(),
    comparison: z.strictObject({ chosen: textSchema, rejected: textSchema }).optional(),
    ruleReport: z
      .strictObject({ ruleId: ruleIdSchema, note: z.string().max(2_000).optional() })
      .optional(),
    correction: textSchema.optional(),
  })
  .refine((one) => one.rating ?? one.comparison ?? one.ruleReport ?? one.correction, {
    message: 'at least one of rating, comparison, ruleReport and correction',
  })
export type Feedback = Readonly<z.infer<typeof feedbackSchema>>
