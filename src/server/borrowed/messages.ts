import { z } from 'zod'
import { refusal } from '../http/refusal.ts'

const partSchema = z.looseObject({
  type: z.string().optional(),
  text: z.string().nullish(),
  refusal: z.string().nullish(),
})

export const contentSchema = z.union([z.string(), z.array(z.union([z.string(), partSchema]))])

/** OpenAI's messages as they come in. What they hold beside text is looked at when they are read. */
export const messagesSchema = z
  .array(
    z.looseObject({
      role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
      content: contentSchema.nullish(),
    }),
  )
  .min(1)
  .max(10_000)

export type Message = {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function'
  readonly content?: z.infer<typeof contentSchema> | null | undefined
}

const TEXTS: readonly unknown[] = ['text', 'input_text', 'output_text', undefined]
const UNREAD: readonly unknown[] = ['reasoning', 'thinking', 'redacted_thinking', 'tool_use']

/** The text of a message; its parts are paragraphs. Throws INVALID_REQUEST where it holds more than text. */
export const textOf = ({ content }: Pick<Message, 'content'>, path: string): string => {
  if (!Array.isArray(content)) return content ?? ''
  const texts = content.map((part, i) => {
    if (typeof part === 'string') return part
    if (TEXTS.includes(part.type)) return part.text ?? ''
    if (part.type === 'refusal') return part.refusal ?? ''
    if (UNREAD.includes(part.type)) return ''
    throw refusal(
      `${path}.content.${i}.type`,
      'images, audio and files are not read here: send text',
    )
  })
  return texts.filter((text) => text.trim() !== '').join('\n\n')
}
