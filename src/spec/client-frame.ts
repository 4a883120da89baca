import { z } from 'zod'
import { feedbackSchema } from './feedback.ts'
import { turnOptionsSchema } from './reply.ts'
import { textSchema } from './turn.ts'

const idSchema = z.string().min(1).max(64)

const userTurnFrameSchema = turnOptionsSchema.extend({
  type: z.literal('user-turn'),
  text: textSchema,
  dialogueId: idSchema.optional(),
  clientTurnId: idSchema.optional(),
})

/** By `clientTurnId` where the turn's first frame has not come yet: on the socket that asked it. */
const stopFrameSchema = z
  .strictObject({
    type: z.literal('stop'),
    turnId: idSchema.optional(),
    clientTurnId: idSchema.optional(),
  })
  .refine((frame) => (frame.turnId === undefined) !== (frame.clientTurnId === undefined), {
    message: 'exactly one of turnId and clientTurnId',
  })

/** What a client may send over the socket. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  userTurnFrameSchema,
  stopFrameSchema,
  z.strictObject({
    type: z.literal('resume'),
    dialogueId: idSchema,
    lastSeq: z.number().int().min(0),
    /** As the dialogue's last `turn-start` told it. */
    epoch: idSchema.optional(),
  }),
  feedbackSchema.safeExtend({ type: z.literal('feedback') }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientFrame = Readonly<z.infer<typeof clientFrameSchema>>
