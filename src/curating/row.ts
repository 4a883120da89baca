import { z } from 'zod'

const snippetSchema = z.object({ title: z.string().optional(), text: z.string() })
const turnSchema = z.union([
  z.object({ participant: z.enum(['user', 'agent', 'search-query']), text: z.string() }),
  z.object({ participant: z.literal('search-results'), evidence: z.array(snippetSchema) }),
])

/** A row of supervised training, as `dunnock export sft` writes it: its last turn is what is learnt. */
export const curatedRowSchema = z
  .object({ source: z.string().default('own'), turns: z.array(turnSchema).min(2) })
  .refine(({ turns }) => turns.at(-1)?.participant === 'agent', {
    message: 'must end with a turn of the agent',
    path: ['turns'],
  })
export type CuratedRow = Readonly<z.infer<typeof curatedRowSchema>>

/** What is asked, and what is to be learnt. */
export const questionOf = ({ turns }: CuratedRow): string =>
  textOf(turns.findLast(({ participant }) => participant === 'user'))
export const replyOf = ({ turns }: CuratedRow): string => textOf(turns.at(-1))

/** The same row with another reply. */
export const withReply = (row: CuratedRow, text: string): CuratedRow => ({
  ...row,
  turns: [...row.turns.slice(0, -1), { participant: 'agent', text }],
})

const textOf = (turn: CuratedRow['turns'][number] | undefined): string =>
  turn !== undefined && 'text' in turn ? turn.text : ''
