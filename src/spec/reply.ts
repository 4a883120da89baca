import { z } from 'zod'
import { citationSchema } from './citation.ts'
import { evidenceSchema } from './evidence.ts'
import { ruleIdSchema, ruleSchema } from './rule.ts'
import { givenUrlSchema } from './text/safe-url.ts'
import { scorecardSchema } from './scorecard.ts'
import { textSchema, turnSchema } from './turn.ts'

/** What a caller may ask of a turn, on REST and on the socket alike. */
export const turnOptionsSchema = z.strictObject({
  evidence: z
    .array(
      z.strictObject({
        text: textSchema,
        url: givenUrlSchema.optional(),
        title: z.string().optional(),
      }),
    )
    .max(64)
    .optional(),
  search: z.enum(['auto', 'always', 'never']).optional(),
  /** Ids of the sources that are searched, as `/health` lists them. */
  sources: z.array(z.string().min(1).max(100)).min(1).max(20).optional(),
  /** Of one's own documents, those that are searched; then nothing else is. */
  filter: z
    .strictObject({
      collection: z.string().min(1).max(1_000).optional(),
      path: z.string().min(1).max(1_000).optional(),
      after: z.iso.datetime().optional(),
      before: z.iso.datetime().optional(),
    })
    .optional(),
  candidates: z.number().int().min(1).max(16).optional(),
  rules: z
    .array(z.union([ruleIdSchema, ruleSchema]))
    .max(100)
    .optional(),
  /** The rules of a named set, from this turn of the dialogue on. */
  ruleSet: ruleIdSchema.optional(),
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  include: z.array(z.enum(['candidates', 'evidence', 'timings'])).optional(),
})
export type TurnOptions = Readonly<z.infer<typeof turnOptionsSchema>>

export const replyRequestSchema = turnOptionsSchema
  .extend({
    text: textSchema.optional(),
    dialogueId: z.string().min(1).max(64).optional(),
    dialogue: z.array(turnSchema).min(1).max(500).optional(),
  })
  .refine((request) => (request.text === undefined) !== (request.dialogue === undefined), {
    message: 'exactly one of text and dialogue',
  })
  .refine((request) => request.dialogue === undefined || request.dialogueId === undefined, {
    message: 'a given dialogue is not stored: leave dialogueId out',
    path: ['dialogueId'],
  })
  .refine((request) => (request.dialogue?.at(-1)?.participant ?? 'user') === 'user', {
    message: 'must end with a turn of the user',
    path: ['dialogue'],
  })
export type ReplyRequest = Readonly<z.infer<typeof replyRequestSchema>>

/** A candidate with its scorecard; a reply lists them best first, the shown one included. */
const rankedCandidateSchema = z.object({
  text: z.string(),
  evidenceIds: z.array(z.string()),
  scorecard: scorecardSchema,
})

/** A source that failed during the turn: an answer without it, but never silently. */
export const sourceFailureSchema = z.object({ source: z.string(), reason: z.string() })
export type SourceFailure = Readonly<z.infer<typeof sourceFailureSchema>>

/**
 * What a reply is: claims that were checked; the closest passages, without a claim; nothing found, or a rule
 * forbids it; or no facts asked for and none claimed.
 */
const replyKindSchema = z.enum(['answer', 'passages', 'declined', 'talk'])
export type ReplyKind = z.infer<typeof replyKindSchema>

export const replySchema = z.object({
  dialogueId: z.string(),
  turnId: z.string(),
  text: z.string(),
  kind: replyKindSchema,
  citations: z.array(citationSchema),
  evidence: z.array(evidenceSchema),
  /** Ids of the evidence that comes closest, best first, where nothing could be claimed surely. */
  passages: z.array(z.string()).max(3),
  searchQueries: z.array(z.string()),
  abstained: z.boolean(),
  factSeeking: z.number(),
  scorecard: scorecardSchema,
  candidates: z.array(rankedCandidateSchema).optional(),
  /** What the context had no room for: whole turns, and characters of those that stay. */
  dropped: z.object({ turns: z.number().int(), characters: z.number().int() }).optional(),
  sourceFailures: z.array(sourceFailureSchema),
  /** Asking again with it, the same models and input gives the same reply. */
  seed: z.number().int(),
  models: z.record(z.string(), z.string()),
  /** Milliseconds by stage. */
  timings: z.record(z.string(), z.number()),
})
export type Reply = Readonly<z.infer<typeof replySchema>>
