import { z } from 'zod'
import { textSchema } from './turn.ts'

export const ruleIdSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
  message: 'must be lower-case words joined by hyphens',
})

/**
 * A natural-language rule. A candidate whose P(kept) is below `threshold` is blocked (`block`),
 * marked (`warn`), or only ranked lower (`score`). The examples are tests of the rule.
 */
export const ruleSchema = z.strictObject({
  id: ruleIdSchema,
  text: textSchema,
  group: z.string(),
  action: z.enum(['block', 'warn', 'score']),
  threshold: z.number().min(0).max(1),
  examples: z.array(z.strictObject({ user: z.string(), reply: z.string(), kept: z.boolean() })),
})
export type Rule = Readonly<z.infer<typeof ruleSchema>>

/** Whether P(kept) is too low for the rule; one that nobody scored is kept. */
export const isBroken = ({ threshold }: Pick<Rule, 'threshold'>, kept: number = 1): boolean =>
  kept < threshold
