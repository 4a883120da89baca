import { z } from 'zod'
import { replySchema } from '../../spec/reply.ts'
import { ruleIdSchema, ruleSchema } from '../../spec/rule.ts'
import { scoreResultSchema, scoreRowSchema } from '../../spec/score.ts'
import { textSchema, turnSchema } from '../../spec/turn.ts'

const count = z.number().int().min(0)
const time = z.string().describe('ISO 8601')
const paged = { total: count, limit: count, offset: count }
const loose = z.record(z.string(), z.unknown())

const summary = z.object({
  id: z.string(),
  title: z.string(),
  turns: count,
  createdAt: time,
  updatedAt: time,
})

const document = z.object({
  id: z.string(),
  collection: z.string(),
  name: z.string(),
  url: z.string(),
  title: z.string(),
  mediaType: z.string(),
  contentHash: z.string(),
  pageHash: z.string().describe('Of its snapshot: GET /pages/:hash'),
  addedAt: time,
  published: z.string().describe('ISO 8601; empty where it is not known'),
  passages: count,
  tags: z.array(z.string()),
})

const userTurn = z.object({
  participant: z.literal('user'),
  turnId: z.string(),
  text: z.string(),
  status: z.enum(['running', 'answered', 'failed']),
  createdAt: time,
  preceding: z.array(turnSchema).optional().describe('Turns that the caller gave before it'),
})
const agentTurn = replySchema.extend({
  participant: z.literal('agent'),
  feedback: z.array(loose).optional(),
  instead: z
    .string()
    .optional()
    .describe('The candidate that was put in its place, and is read on'),
})

const model = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: count,
  owned_by: z.string(),
  display_name: z.string(),
  created_at: time,
})

const state = z.object({ id: z.string(), status: z.string(), detail: z.string().optional() })

/** What the calls answer whose shapes are no words of the contract. */
export const ANSWERS = {
  DialogueList: z.object({ dialogues: z.array(summary), ...paged }),
  Dialogue: summary.omit({ turns: true }).extend({
    lastSeq: count,
    epoch: z.string(),
    earlier: count,
    consent: z.boolean().optional().describe('Whether it may be learnt from, as was last said'),
    turns: z.array(z.union([userTurn, agentTurn])),
  }),
  Branch: z.strictObject({ from: z.string().min(1).max(64), before: z.string().min(1).max(64) }),
  Title: z.strictObject({ title: textSchema.pipe(z.string().max(200)) }),
  Named: z.object({ id: z.string() }),
  Titled: z.object({ id: z.string(), title: z.string() }),
  RuleList: z.object({
    rules: z.array(ruleSchema),
    sets: z.array(z.object({ id: z.string() })),
    removed: z.array(ruleSchema).describe('As they were; PUT brings one back'),
  }),
  NewRule: ruleSchema.partial({ id: true }),
  Document: document,
  DocumentList: z.object({ documents: z.array(document), ...paged }),
  Page: z.object({ hash: z.string(), url: z.string(), title: z.string(), text: z.string() }),
  ScoreRequest: z.strictObject({ rows: z.array(scoreRowSchema).min(1).max(256) }),
  ScoreAnswer: z.object({ rows: z.array(scoreResultSchema) }),
  ProbeRequest: z.strictObject({
    rules: z.array(ruleIdSchema).min(1).max(100).optional(),
    budget: z.number().int().min(4).max(20_000).optional().describe('Attacks over all rules'),
    seed: z.number().int().min(0).max(0xffff_ffff).optional(),
  }),
  ProbeRun: z.looseObject({
    id: z.string(),
    status: z.enum(['running', 'failed', 'done']).describe('Done, with the report beside it'),
    tried: count.optional(),
    reason: z.string().optional(),
  }),
  Welcome: z.object({
    documents: count,
    collections: z.array(z.object({ name: z.string(), documents: count })),
    questions: z.array(z.object({ text: z.string(), documentId: z.string(), title: z.string() })),
    isTrying: z.boolean(),
  }),
  Health: z.object({
    status: z.enum(['ok', 'starting', 'degraded']),
    version: z.string(),
    device: z.object({ requested: z.string(), used: z.string(), detail: z.string() }),
    models: z.array(state.extend({ kind: z.string() })),
    sources: z.array(state),
    store: z.object({ status: z.string(), detail: z.string() }),
    documents: count.optional(),
    indexing: z.object({ done: count, total: count, passages: count, failures: count }).optional(),
  }),
  ModelList: z.object({ object: z.literal('list'), data: z.array(model) }),
  Model: model,
  InputItems: z.object({ object: z.literal('list'), data: z.array(loose), has_more: z.boolean() }),
  DeletedResponse: z.object({
    id: z.string(),
    object: z.literal('response'),
    deleted: z.literal(true),
  }),
  TokenCount: z.object({ input_tokens: count }),
  JsonRpc: z.object({ jsonrpc: z.literal('2.0') }),
  /** What the protocol refuses, or what refused the call before it came that far. */
  McpError: z.object({
    error: z.object({ code: z.union([z.string(), z.number().int()]), message: z.string() }),
  }),
  OpenAiError: z.object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string(),
      requestId: z.string(),
    }),
  }),
  AnthropicError: z.object({
    type: z.literal('error'),
    error: z.object({ type: z.string(), message: z.string(), code: z.string() }),
    request_id: z.string(),
  }),
} satisfies Record<string, z.ZodType>
