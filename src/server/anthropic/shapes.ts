import { z } from 'zod'
import { replySchema } from '../../spec/reply.ts'

const charLocation = z.object({
  type: z.literal('char_location'),
  cited_text: z.string(),
  document_index: z.number().int(),
  document_title: z.string().nullable(),
  start_char_index: z.number().int(),
  end_char_index: z.number().int().describe('One past the last UTF-16 code unit'),
  file_id: z.null(),
  url: z.string().nullable(),
  page_hash: z.string().nullable(),
  support: z.number(),
})

export const messageSchema = z.object({
  id: z.string(),
  type: z.literal('message'),
  role: z.literal('assistant'),
  model: z.string(),
  content: z.array(
    z.object({
      type: z.literal('text'),
      text: z.string(),
      citations: z.array(charLocation).nullable(),
    }),
  ),
  stop_reason: z.literal('end_turn').nullable(),
  stop_sequence: z.null(),
  usage: z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() }),
  dunnock: z.object({ reply: replySchema, ignored: z.array(z.string()) }),
})
