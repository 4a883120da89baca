import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import type { Store } from '../../store/store.ts'
import { contentSchema, type Message } from '../borrowed/messages.ts'
import { turnIdIn } from './response-ids.ts'

/** Input items of Responses: messages, references to what was said before, and what is not read here. */
export const inputSchema = z.union([
  z.string(),
  z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        id: z.string().max(80).nullish(),
        role: z.enum(['system', 'developer', 'user', 'assistant']).nullish(),
        content: contentSchema.nullish(),
      }),
    )
    .min(1)
    .max(10_000),
])
type Item = Exclude<z.infer<typeof inputSchema>, string>[number]

export type ReadItems = {
  readonly messages: readonly Message[]
  /** The stored turn that the last message before the question came from, where its id tells. */
  readonly answered?: string
  readonly ignored: readonly string[]
}

/** Items as messages: what a reference names is looked up. Throws TURN_NOT_FOUND. */
export const readItems = async (
  input: z.infer<typeof inputSchema>,
  store: Pick<Store, 'findTurn'>,
): Promise<ReadItems> => {
  if (typeof input === 'string')
    return { messages: [{ role: 'user', content: input }], ignored: [] }
  const messages: Message[] = []
  const ignored = new Set<string>()
  let answered: string | undefined
  for (const { type, id, role, content } of input) {
    if (isMessage({ type, role })) {
      messages.push({ role: role ?? 'user', content })
      if (role === 'assistant' && id?.startsWith('msg_')) answered = turnIdIn(id)
    } else if (isReference({ type, id, content }) && id?.startsWith('msg_')) {
      answered = turnIdIn(id)
      messages.push({ role: 'assistant', content: await textOfTurn(answered, id, store) })
    } else ignored.add(`input.${(type ?? 'item').slice(0, 40)}`)
  }
  return { messages, ignored: [...ignored], ...(answered !== undefined && { answered }) }
}

const isMessage = ({ type, role }: Pick<Item, 'type' | 'role'>): boolean =>
  (type === 'message' || type === undefined || type === null) && role !== undefined && role !== null

/** OpenAI lets the type be left out, and some clients name the item's type with its id alone. */
const isReference = ({ type, content }: Pick<Item, 'type' | 'id' | 'content'>): boolean =>
  type === 'item_reference' || ((type ?? 'message') === 'message' && (content ?? null) === null)

const textOfTurn = async (
  turnId: string,
  id: string,
  store: Pick<Store, 'findTurn'>,
): Promise<string> => {
  const { reply } = (await store.findTurn(turnId)) ?? {}
  if (reply === undefined) throw new AppError('TURN_NOT_FOUND', `There is no stored item ${id}.`)
  return reply.text
}
