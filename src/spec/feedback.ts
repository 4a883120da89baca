import { z } from 'zod'
import { ruleIdSchema } from './rule.ts'
import { textSchema } from './turn.ts'

const RATINGS = {
  thumb: (rating?: number) => rating === 1 || rating === -1,
  stars: (rating?: number) => rating !== undefined && rating >= 1,
} as const

export const DEGREES = ['slightly', 'clearly', 'much'] as const

const SAYS = ['rating', 'comparison', 'ruleReport', 'correction', 'consent'] as const

/** A rating, a comparison, a rule report or a correction of one turn, or whether its dialogue may be learnt from. */
export const feedbackSchema = z
  .strictObject({
    turnId: z.string().min(1).max(64),
    rating: z.union([z.literal(-1), z.number().int().min(1).max(5)]).optional(),
    /** What `rating` is of: without it, -1 and 1 are thumbs, and 2 to 5 are stars. */
    scale: z.enum(['thumb', 'stars']).optional(),
    comparison: z
      .strictObject({
        chosen: textSchema,
        rejected: textSchema,
        /** How much better it is; left out, nothing is said of that. */
        degree: z.enum(DEGREES).optional(),
        /** Whether the chosen one, a candidate or the reply itself, is what is shown and read from now on. */
        replaces: z.boolean().optional(),
      })
      .optional(),
    ruleReport: z
      .strictObject({ ruleId: ruleIdSchema, note: z.string().max(2_000).optional() })
      .optional(),
    correction: textSchema.optional(),
    /** Whether the whole dialogue may be learnt from; the last word on it counts. */
    consent: z.boolean().optional(),
  })
  .refine((one) => SAYS.some((field) => one[field] !== undefined), {
    message: `at least one of ${SAYS.slice(0, -1).join(', ')} and ${SAYS.at(-1)}`,
  })
  .refine(
    ({ comparison }) => comparison === undefined || comparison.chosen !== comparison.rejected,
    {
      message: 'compares a reply with itself',
      path: ['comparison'],
    },
  )
  .refine(({ rating, scale }) => scale === undefined || RATINGS[scale](rating), {
    message: 'a thumb is -1 or 1, stars are 1 to 5',
    path: ['rating'],
  })
export type Feedback = Readonly<z.infer<typeof feedbackSchema>>
