import { z } from 'zod'

/** The longest text of a turn, in UTF-16 code units. */
const MAX_TURN_LENGTH = 32_000

/** Text that survives a round trip through UTF-8: no lone surrogate, no NUL (Postgres has none). */
export const wellFormed = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export const textSchema = z
  .string()
  .max(MAX_TURN_LENGTH)
  .refine((text) => text.trim() !== '', { message: 'must not be empty' })
  .refine(wellFormed, { message: 'must be well-formed Unicode without NUL' })

const participantSchema = z.enum(['user', 'agent', 'search-query', 'search-results'])

/** One item of a dialogue. */
export const turnSchema = z.object({ participant: participantSchema, text: textSchema })
export type Turn = Readonly<z.infer<typeof turnSchema>>

/** A turn of one of the two who talk. */
export type Said = Turn & { readonly participant: 'user' | 'agent' }

/** Turns, oldest first; the last one is the user's when a reply is due. */
export type Dialogue = readonly Turn[]

/** A stored dialogue, as it is listed. Times are ISO 8601; `turns` counts those of the user. */
export type DialogueSummary = {
  readonly id: string
  /** The beginning of the first turn, until it is given another. */
  readonly title: string
  readonly turns: number
  readonly createdAt: string
  readonly updatedAt: string
}

/** The last turn of the user: what is being answered. Empty where there is none. */
export const lastUserText = (dialogue: Dialogue): string =>
  dialogue.findLast((turn) => turn.participant === 'user')?.text ?? ''
