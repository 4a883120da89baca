import { z } from 'zod'
import { citationSchema } from './citation.ts'
import { ERRORS, type ErrorCode } from './errors.ts'
import { searchResultSchema } from './evidence.ts'
import { replySchema } from './reply.ts'
import { scorecardSchema } from './scorecard.ts'

export const errorCodeSchema = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

/** All that a turn streams, in order; exactly one of `turn-end` and `error` is last. */
export const turnEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('turn-start'),
    clientTurnId: z.string().optional(),
    /** Of the stored dialogue: another one where frames of it were lost. */
    epoch: z.string().optional(),
  }),
  z.object({ type: z.literal('decision'), factSeeking: z.number(), search: z.boolean() }),
  z.object({ type: z.literal('search-query'), text: z.string() }),
  z.object({ type: z.literal('search-results'), results: z.array(searchResultSchema) }),
  z.object({
    type: z.literal('page'),
    url: z.string(),
    status: z.enum(['ok', 'refused', 'failed']),
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal('candidate'), index: z.number().int(), withEvidence: z.boolean() }),
  z.object({ type: z.literal('score'), index: z.number().int(), scorecard: scorecardSchema }),
  z.object({ type: z.literal('reply-delta'), text: z.string() }),
  z.object({ type: z.literal('citation'), citation: citationSchema }),
  z.object({ type: z.literal('turn-end'), reply: replySchema }),
  z.object({ type: z.literal('error'), code: errorCodeSchema, message: z.string() }),
])
export type TurnEvent = Readonly<z.infer<typeof turnEventSchema>>

/** A turn event on the wire; `seq` rises by one within a dialogue. */
export const turnFrameSchema = z.intersection(
  turnEventSchema,
  z.object({ dialogueId: z.string(), turnId: z.string(), seq: z.number().int() }),
)
export type TurnFrame = Readonly<z.infer<typeof turnFrameSchema>>
