import { z } from 'zod'
import { textSchema, type Dialogue } from '../../spec/turn.ts'

const partSchema = z.object({
  type: z.enum(['text', 'input_text', 'output_text'], {
    error: 'images, audio, files and tools are not read here: send text',
  }),
  text: textSchema,
})

const messageSchema = z
  .object({
    type: z.literal('message', { error: 'only messages are read here' }).optional(),
    role: z.enum(['system', 'developer', 'user', 'assistant'], {
      error: 'system, developer, user or assistant: tools are not called here',
    }),
    content: z.preprocess(asParts, z.array(partSchema).min(1)),
  })
  .transform(({ role, content }) => ({ role, text: content.map(({ text }) => text).join('\n\n') }))

/** OpenAI's messages, or input items, as they come in; the last one is the user's. */
export const messagesSchema = z
  .array(messageSchema)
  .min(1)
  .max(500)
  .refine((messages) => messages.at(-1)?.role === 'user', {
    message: 'must end with a message of the user',
  })
export type Message = z.infer<typeof messageSchema>

const INSTRUCTIONS = 'Instructions: '

/**
 * Messages as a dialogue. What the system and the developer say becomes a turn of the user, where it
 * stands: the policy reads it, though a small one may not do as it is told.
 */
export const toDialogue = (messages: readonly Message[]): Dialogue =>
  messages.map(({ role, text }) => {
    if (role === 'assistant') return { participant: 'agent', text }
    return { participant: 'user', text: role === 'user' ? text : `${INSTRUCTIONS}${text}` }
  })

/** A text stands for one part of it; `null` (an assistant that called a tool) is no text. */
function asParts(content: unknown): unknown {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}
