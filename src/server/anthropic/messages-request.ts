import { z } from 'zod'
import { replyRequestSchema, type ReplyRequest } from '../../spec/reply.ts'
import { commonFields, optionsOf, wantedOf, type Wanted } from '../borrowed/common-request.ts'
import { instruct, readMessages } from '../borrowed/read-messages.ts'
import { textOf } from '../borrowed/messages.ts'
import { parseInput } from '../http/parse-input.ts'
import { refusal } from '../http/refusal.ts'
import { contentSchema } from '../borrowed/messages.ts'
import { readDocuments, withoutDocuments, type GivenDocument } from './documents.ts'

const { tool_choice: _, ...shared } = commonFields

export const messagesRequestSchema = z.looseObject({
  ...shared,
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: contentSchema }))
    .min(1)
    .max(10_000),
  system: contentSchema.nullish(),
  tool_choice: z.looseObject({ type: z.string() }).nullish(),
})

const READ = `model stream dunnock messages system`.split(' ')

export type AskedMessage = Wanted & {
  readonly request: ReplyRequest
  /** What the caller gave to answer from: citations name its place in here. */
  readonly documents: readonly GivenDocument[]
}

/** `POST /v1/messages` carries the whole dialogue, and nothing is stored. Its documents are evidence. */
export const readMessagesRequest = (body: unknown): AskedMessage => {
  const asked = parseInput(messagesRequestSchema, body)
  const { messages, system, tool_choice: choice } = asked
  if (choice?.type === 'any' || choice?.type === 'tool') {
    throw refusal('tool_choice', 'no tool is called here, so none can be demanded: auto or none')
  }
  const documents = readDocuments(messages)
  const read = readMessages(messages.map(withoutDocuments), 'messages')
  const instructions = textOf({ content: system }, 'system').trim()
  const options = optionsOf(asked)
  const evidence = documents.flatMap(({ pieces }) => pieces)
  return {
    ...wantedOf(body, asked, READ, read.ignored),
    documents,
    request: parseInput(replyRequestSchema, {
      ...options,
      ...(evidence.length > 0 && { evidence: [...evidence, ...(options.evidence ?? [])] }),
      dialogue: [...(instructions === '' ? [] : [instruct(instructions)]), ...read.dialogue],
    }),
  }
}
