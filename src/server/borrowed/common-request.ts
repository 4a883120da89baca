import { z } from 'zod'
import { turnOptionsSchema } from '../../spec/reply.ts'
import { refusal } from '../http/refusal.ts'
import { isCited, MODELS } from './model-names.ts'

/** What is asked of the answer, whatever the shape. */
export type Wanted = {
  readonly stream: boolean
  /** Whether the citations stand in the text. */
  readonly cited: boolean
  /** What was sent and changes nothing. */
  readonly ignored: readonly string[]
}

/** What these protocols have no words for: evidence, search, candidates, rules, include, citations. */
const ownSchema = turnOptionsSchema.omit({ seed: true }).extend({
  /** In the text: `[1]` after what is cited, and a list at the end. */
  citations: z.enum(['annotations', 'text']).optional(),
})

export const commonFields = {
  model: z.string().max(200).nullish(),
  stream: z.boolean().nullish(),
  dunnock: ownSchema.optional(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string().optional() })]).nullish(),
}

export const seedField = z.number().int().min(0).max(0xffff_ffff).nullish()
const formatSchema = z.looseObject({ type: z.string() }).nullish()
export const formatField = formatSchema

type Common = {
  readonly model?: string | null | undefined
  readonly stream?: boolean | null | undefined
  readonly dunnock?: z.infer<typeof ownSchema> | undefined
  readonly tool_choice?: string | { readonly type?: string | undefined } | null | undefined
}

const MOST_NAMED = 50
const MAX_NAME_LENGTH = 64

/** `read` are the fields that mean something here; whatever else was sent is named. */
export const wantedOf = (
  body: unknown,
  asked: Common,
  read: readonly string[],
  more: readonly string[] = [],
): Wanted => {
  const { model } = asked
  const isOurs = model === undefined || model === null || MODELS.includes(model)
  const sent = Object.entries(Object(body)).flatMap(([name, value]) =>
    value === null || read.includes(name) ? [] : name.slice(0, MAX_NAME_LENGTH),
  )
  return {
    stream: asked.stream === true,
    cited: asked.dunnock?.citations === 'text' || isCited(model),
    ignored: [...(isOurs ? [] : ['model']), ...more, ...sent].slice(0, MOST_NAMED),
  }
}

/** The options of the turn, without what is about the answer. */
export const optionsOf = ({
  dunnock,
}: Common): Omit<NonNullable<Common['dunnock']>, 'citations'> => {
  const { citations: _, ...options } = dunnock ?? {}
  return options
}

// These are searches, which is what is done here.
const SEARCHES = /^(?:web_search|file_search)/

/** Tools are not called here. One that must be called is refused, unless it is a search. */
export const searchFor = ({ tool_choice: choice }: Common): { readonly search?: 'always' } => {
  if (choice === undefined || choice === null || choice === 'auto' || choice === 'none') return {}
  if (typeof choice === 'object' && SEARCHES.test(choice.type ?? '')) return { search: 'always' }
  if (typeof choice === 'object' && Reflect.get(choice, 'mode') === 'auto') return {}
  throw refusal('tool_choice', 'no tool is called here, so none can be demanded: auto or none')
}

/** Replies are statements that were checked one by one. Throws INVALID_REQUEST for any other form. */
export const requireText = (format: z.infer<typeof formatSchema>, path: string): void => {
  if (format === undefined || format === null || format.type === 'text') return
  throw refusal(`${path}.type`, 'replies are checked statements, not JSON: text alone')
}
