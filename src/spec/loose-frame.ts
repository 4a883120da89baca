import { z } from 'zod'
import { errorCodeSchema } from './turn-event.ts'

/** What the service sends over the socket that is of no turn. */
export const looseFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pong') }),
  z.object({
    type: z.literal('retry-after'),
    /** In seconds. */
    retryAfter: z.number(),
    clientTurnId: z.string().optional(),
  }),
  /** In place of frames: some were lost, so the dialogue is to be read anew. */
  z.object({ type: z.literal('resume'), dialogueId: z.string(), epoch: z.string() }),
  z.object({ type: z.literal('feedback-stored'), id: z.string(), turnId: z.string() }),
  z.object({
    type: z.literal('error'),
    code: errorCodeSchema,
    message: z.string(),
    requestId: z.string(),
    dialogueId: z.string().optional(),
    clientTurnId: z.string().optional(),
    details: z.unknown().optional(),
  }),
])
export type LooseFrame = Readonly<z.infer<typeof looseFrameSchema>>
