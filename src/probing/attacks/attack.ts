import { z } from 'zod'
import { ruleIdSchema } from '../../spec/rule.ts'
import { textSchema } from '../../spec/turn.ts'

/** Where an attack comes from: the fixed list, drawn for this run, the search of this run, an earlier break. */
const originSchema = z.enum(['public', 'fresh', 'searched', 'found'])
export type Origin = z.infer<typeof originSchema>

/** What a user says, turn by turn, to make the agent break a rule. */
export const attackSchema = z.object({
  ruleId: ruleIdSchema,
  style: z.string(),
  /** What is asked for, before a style puts it into its words. */
  ask: textSchema,
  turns: z.array(textSchema).min(1).max(8),
  /** Given as evidence with the last turn. */
  page: textSchema.optional(),
  origin: originSchema,
})
export type Attack = Readonly<z.infer<typeof attackSchema>>

/** All that it says, as one text. */
export const wordsOfAttack = ({ turns, page }: Pick<Attack, 'turns' | 'page'>): string =>
  [...turns, ...(page === undefined ? [] : [page])].join('\n')
