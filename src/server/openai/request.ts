import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { replyRequestSchema, turnOptionsSchema, type ReplyRequest } from '../../spec/reply.ts'
import { textSchema } from '../../spec/turn.ts'
import { parseInput } from '../http/parse-input.ts'
import { messagesSchema, toDialogue } from './messages.ts'

/** The one model of these doors: the agent, whichever models it is made of. */
export const MODEL = 'dunnock'

/** What is asked of the turn, and the parameters that were sent and change nothing. */
export type Asked = {
  readonly request: ReplyRequest
  readonly stream: boolean
  readonly ignored: readonly string[]
}

/** How replies are sampled is this service's own affair, and it calls no tools. */
const IGNORED =
  `temperature top_p max_tokens max_completion_tokens max_output_tokens max_tool_calls stop
  presence_penalty frequency_penalty logit_bias logprobs top_logprobs user metadata stream_options
  tools tool_choice parallel_tool_calls functions function_call service_tier reasoning reasoning_effort
  prediction modalities web_search_options safety_identifier prompt_cache_key prompt_cache_retention
  verbosity truncation include background`.split(/\s+/u)

const nothing = z.unknown().optional()
const textFormat = z.object({ type: z.literal('text', { error: 'replies are text' }) }).nullish()

const common = {
  ...Object.fromEntries(IGNORED.map((name) => [name, nothing])),
  model: z.literal(MODEL, { error: `${MODEL} is the only model here` }).optional(),
  stream: z.boolean().nullish(),
  /** What these protocols have no words for: evidence, search, candidates, rules, include. */
  dunnock: turnOptionsSchema.omit({ seed: true }).optional(),
}

export const chatRequestSchema = z.strictObject({
  ...common,
  messages: messagesSchema,
  n: z.literal(1, { error: 'one reply is shown: see dunnock.candidates' }).nullish(),
  seed: z.number().int().min(0).max(0xffff_ffff).nullish(),
  response_format: textFormat,
  store: nothing,
})

export const responsesRequestSchema = z.strictObject({
  ...common,
  input: z.preprocess(asMessages, messagesSchema),
  instructions: textSchema.nullish(),
  previous_response_id: z.string().min(1).max(80).nullish(),
  store: z.boolean().nullish(),
  text: z.object({ format: textFormat }).nullish(),
})
type ResponsesRequest = z.infer<typeof responsesRequestSchema>

/** `POST /v1/chat/completions` carries the whole dialogue, and nothing is stored. */
export const readChatRequest = (body: unknown): Asked => {
  const { messages, seed, dunnock, stream } = parseInput(chatRequestSchema, body)
  return {
    request: checked({
      ...dunnock,
      dialogue: [...toDialogue(messages)],
      ...(seed !== undefined && seed !== null && { seed }),
    }),
    stream: stream === true,
    ignored: ignoredIn(body),
  }
}

export type AskedResponse = Asked & {
  readonly about: Pick<ResponsesRequest, 'instructions' | 'previous_response_id'>
  /** Whether the turn is stored, so that a later one can name it. */
  readonly stored: boolean
}

/**
 * `POST /v1/responses`. A text without instructions is a turn that is stored, unless `store` is false;
 * all else is a dialogue that is not. `dialogueOf` finds the dialogue of an earlier response.
 */
export const readResponsesRequest = async (
  body: unknown,
  dialogueOf: (responseId: string) => Promise<string>,
): Promise<AskedResponse> => {
  const asked = parseInput(responsesRequestSchema, body)
  const { input, instructions, previous_response_id: previous, dunnock } = asked
  const isText = typeof Reflect.get(Object(body), 'input') === 'string'
  const plain = isText && !instructions && asked.store !== false
  if (previous && !plain) {
    const message = 'goes with a stored text alone: no items, no instructions, no store: false'
    throw new AppError('INVALID_REQUEST', `previous_response_id: ${message}`, {
      details: [{ path: 'previous_response_id', message }],
    })
  }
  const request = plain
    ? { text: input[0]?.text ?? '', ...(previous && { dialogueId: await dialogueOf(previous) }) }
    : { dialogue: dialogueIn(input, instructions) }
  return {
    request: checked({ ...dunnock, ...request }),
    stream: asked.stream === true,
    ignored: ignoredIn(body),
    about: { instructions, previous_response_id: previous },
    stored: plain,
  }
}

const dialogueIn = (
  input: ResponsesRequest['input'],
  instructions: ResponsesRequest['instructions'],
) => {
  const system = instructions ? [{ role: 'system' as const, text: instructions }] : []
  return [...toDialogue([...system, ...input])]
}

function asMessages(input: unknown): unknown {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : input
}

/** Several parts together, or instructions with their opening, may be longer than a turn may be. */
const checked = (request: ReplyRequest): ReplyRequest => parseInput(replyRequestSchema, request)

const ignoredIn = (body: unknown): readonly string[] =>
  IGNORED.filter((name) => (Reflect.get(Object(body), name) ?? undefined) !== undefined)
