import { z } from 'zod'
import { turnSchema } from '../../spec/turn.ts'

/** A row that is a dialogue and nothing else. */
export const dialogueRowSchema = z.strictObject({ dialogue: z.array(turnSchema).min(1).max(500) })
