import { z } from 'zod'
import { statementSchema } from './citation.ts'

const probability = z.number().min(0).max(1)

/** Every part of a candidate's score. `preference` is the raw reward, `rules` is P(kept) by id. */
export const scorecardSchema = z.object({
  score: z.number(),
  preference: z.number(),
  /** Mean log-probability of a sampled candidate's tokens, where the language model tells. */
  likelihood: z.number().optional(),
  /** Preference and likelihood beside those of the other candidates, and how many say the same: the score's first factor. */
  standing: probability.optional(),
  rules: z.record(z.string(), probability),
  support: probability.nullable(),
  /** P(the reply answers what was asked, and rightly), on turns that ask for facts: from the next two and the support. */
  answers: probability.optional(),
  /** P(right) by the reader that has seen the reply, and P(the passage answers) of the best passage that it rests on. */
  judged: probability.optional(),
  read: probability.optional(),
  /** Ids of blocking rules, and of warning ones, whose P(kept) is below their threshold. */
  blocked: z.array(z.string()),
  warned: z.array(z.string()),
  statements: z.array(statementSchema),
})
export type Scorecard = Readonly<z.infer<typeof scorecardSchema>>
