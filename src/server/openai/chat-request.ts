import { z } from 'zod'
import { replyRequestSchema, type ReplyRequest } from '../../spec/reply.ts'
import { parseInput } from '../http/parse-input.ts'
import { refusal } from '../http/refusal.ts'
import {
  commonFields,
  formatField,
  optionsOf,
  requireText,
  searchFor,
  seedField,
  wantedOf,
  type Wanted,
} from '../borrowed/common-request.ts'
import { messagesSchema } from '../borrowed/messages.ts'
import { readMessages } from '../borrowed/read-messages.ts'

/** `includeUsage`: whether a stream ends with what was counted. */
export type AskedChat = Wanted & {
  readonly request: ReplyRequest
  readonly includeUsage: boolean
}

const streamOptionsField = z.looseObject({ include_usage: z.boolean().nullish() }).nullish()

const sharedFields = {
  ...commonFields,
  n: z.literal(1, { error: 'one reply is shown: see dunnock.candidates' }).nullish(),
  seed: seedField,
  response_format: formatField,
  stream_options: streamOptionsField,
  function_call: z.unknown().optional(),
}

export const chatRequestSchema = z.looseObject({ ...sharedFields, messages: messagesSchema })

const READ = `model stream dunnock messages n seed response_format stream_options store`.split(' ')

/** `POST /v1/chat/completions` carries the whole dialogue, and nothing is stored. */
export const readChatRequest = (body: unknown): AskedChat => {
  const asked = parseInput(chatRequestSchema, body)
  const { dialogue, ignored } = readMessages(asked.messages, 'messages')
  return askedOf(body, asked, [...dialogue], [READ, ignored])
}

export const completionRequestSchema = z.looseObject({
  ...sharedFields,
  prompt: z.union([z.string(), z.array(z.string()).length(1)], {
    error: 'one text, not tokens and not several',
  }),
})

/** `POST /v1/completions`: the prompt is a turn of the user. */
export const readCompletionRequest = (body: unknown): AskedChat => {
  const asked = parseInput(completionRequestSchema, body)
  const [text = ''] = [asked.prompt].flat()
  if (Reflect.get(asked, 'echo') === true) throw refusal('echo', 'the prompt is not given back')
  const read = [...READ, 'prompt', 'echo'].filter((name) => name !== 'messages')
  return askedOf(body, asked, [{ participant: 'user', text }], [read, []])
}

const askedOf = (
  body: unknown,
  asked: z.infer<z.ZodObject<typeof sharedFields>>,
  dialogue: NonNullable<ReplyRequest['dialogue']>,
  [read, ignored]: readonly [readonly string[], readonly string[]],
): AskedChat => {
  requireText(asked.response_format, 'response_format')
  if (typeof asked.function_call === 'object' && asked.function_call !== null) {
    throw refusal('function_call', 'no function is called here, so none can be demanded')
  }
  const { seed, stream_options: streaming } = asked
  return {
    ...wantedOf(body, asked, read, ignored),
    includeUsage: streaming?.include_usage === true,
    // Several parts together, or instructions with their opening, may be longer than a turn may be.
    request: parseInput(replyRequestSchema, {
      ...searchFor(asked),
      ...optionsOf(asked),
      dialogue,
      ...(seed !== undefined && seed !== null && { seed }),
    }),
  }
}
