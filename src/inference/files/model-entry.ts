import { z } from 'zod'

// Relative and without "..": a manifest names files of its own folder only.
const pathSchema = z.string().regex(/^(?!.*(?:^|\/)\.\.(?:\/|$))[^/\\][^\\]*$/)

/**
 * One file, or two: `fold` has no inputs and prepares the weights; each of its outputs is the external
 * data, of the same name, of `run`.
 */
const graphSchema = z.union([pathSchema, z.strictObject({ fold: pathSchema, run: pathSchema })])
export type GraphFiles = Readonly<z.infer<typeof graphSchema>>

const fileSchema = z.object({
  path: pathSchema,
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ModelFile = Readonly<z.infer<typeof fileSchema>>

const base = {
  id: z.string(),
  graph: z.object({ cpu: graphSchema, cuda: graphSchema }),
  tokenizer: pathSchema,
  maxTokens: z.number().int().min(8),
  licence: z.string(),
  card: pathSchema,
  files: z.array(fileSchema).min(1),
}

const promptFormatSchema = z.object({
  preamble: z.string(),
  /** Ids that only code writes: a turn is start, role, text, end. */
  tokens: z.object({ start: z.number().int(), end: z.number().int() }),
  roles: z.object({
    user: z.string(),
    agent: z.string(),
    'search-query': z.string(),
    'search-results': z.string(),
  }),
})
export type PromptFormat = Readonly<z.infer<typeof promptFormatSchema>>

/** Scale and bias of a head's logit. */
const scaling = z.tuple([z.number(), z.number()])
const calibrationSchema = z.object({
  preference: scaling,
  rules: scaling,
  support: scaling,
  checkable: scaling,
  fact: scaling,
})

const languageModelSchema = z.object({
  ...base,
  kind: z.literal('language-model'),
  layers: z.number().int().min(1),
  keyValueHeads: z.number().int().min(1),
  headSize: z.number().int().min(1),
  prompt: promptFormatSchema,
})
const encoderSchema = z.object({ ...base, kind: z.literal('encoder'), width: z.number().int() })
const rewardSchema = z.object({
  ...base,
  kind: z.literal('reward'),
  size: z.enum(['small', 'large']).default('small'),
  width: z.number().int(),
  calibration: calibrationSchema,
  /** What raters were found to like: weights of features of a reply. */
  taste: z.record(z.string(), z.number()).optional(),
})

const readerSchema = z.object({
  ...base,
  kind: z.literal('reader'),
  width: z.number().int(),
  calibration: z.object({ answers: scaling, right: scaling, where: scaling, asks: scaling }),
})

export const entrySchema = z.discriminatedUnion('kind', [
  languageModelSchema,
  encoderSchema,
  rewardSchema,
  readerSchema,
])
export type ModelEntry = z.infer<typeof entrySchema>
export type RewardSize = z.infer<typeof rewardSchema>['size']
export type EntryOf<K extends ModelEntry['kind']> = Extract<ModelEntry, { kind: K }>
