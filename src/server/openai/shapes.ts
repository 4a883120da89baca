import { z } from 'zod'
import { replySchema } from '../../spec/reply.ts'

const urlCitation = {
  start_index: z.number().int(),
  end_index: z.number().int().describe('One past the last code unit of what is cited'),
  url: z.string(),
  title: z.string(),
}
const kind = z.literal('url_citation')

const usage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  total_tokens: z.number().int(),
})

/** What these doors say beyond OpenAI's shapes: the reply as every door has it, and what was disregarded. */
const dunnock = z.object({
  reply: replySchema,
  ignored: z.array(z.string()).describe('Parameters that were sent and change nothing'),
})

export const chatCompletionSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(z.object({ type: kind, url_citation: z.object(urlCitation) })),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ),
  usage,
  dunnock,
})

export const completionSchema = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      text: z.string(),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ),
  usage,
  dunnock,
})

const outputText = z.object({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.object({ type: kind, ...urlCitation })),
  logprobs: z.array(z.unknown()),
})

export const responseSchema = z.object({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.number().int(),
  status: z.enum(['completed', 'failed', 'in_progress']),
  model: z.string(),
  output: z.array(
    z.object({
      id: z.string(),
      type: z.literal('message'),
      role: z.literal('assistant'),
      status: z.string(),
      content: z.array(outputText),
    }),
  ),
  previous_response_id: z.string().nullable(),
  store: z.boolean(),
  usage: z
    .object({
      input_tokens: z.number().int(),
      output_tokens: z.number().int(),
      total_tokens: z.number().int(),
    })
    .nullable(),
  dunnock: dunnock.optional(),
})
