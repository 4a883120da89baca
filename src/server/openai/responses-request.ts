import { z } from 'zod'
import { replyRequestSchema } from '../../spec/reply.ts'
import { turnSchema, type Dialogue } from '../../spec/turn.ts'
import type { Store } from '../../store/store.ts'
import { parseInput } from '../http/parse-input.ts'
import type { TurnInput } from '../turns/turn.ts'
import {
  commonFields,
  formatField,
  optionsOf,
  requireText,
  searchFor,
  wantedOf,
  type Wanted,
} from '../borrowed/common-request.ts'
import { inputSchema, readItems } from './input-items.ts'
import { findPast } from './find-past.ts'
import { instruct, readMessages } from '../borrowed/read-messages.ts'

const absent = (error: string) => z.null({ error }).optional()

export const responsesRequestSchema = z.looseObject({
  ...commonFields,
  input: inputSchema,
  instructions: z.string().nullish(),
  previous_response_id: z.string().min(1).max(80).nullish(),
  store: z.boolean().nullish(),
  text: z.looseObject({ format: formatField }).nullish(),
  conversation: absent('conversations are not kept under this name: see previous_response_id'),
  prompt: absent('no prompts are kept here'),
})

const READ = `model stream dunnock input instructions previous_response_id store text conversation
  prompt`.split(/\s+/u)

export type AskedResponse = Wanted & {
  readonly turn: Pick<TurnInput, 'request' | 'preceding' | 'instructions'>
  /** All that is read to answer, for what is counted. */
  readonly dialogue: Dialogue
  readonly about: ResponseAbout
}

/** What a response repeats of its request. */
export type ResponseAbout = {
  readonly instructions?: string | null | undefined
  readonly previous_response_id?: string | null | undefined
  /** Whether the turn is stored, so that a later one can name it. */
  readonly store: boolean
}

/**
 * `POST /v1/responses`. The turn is stored unless `store` is false: in the dialogue that it goes on with,
 * named by a response or by its items, where it goes on from its end; else in a new one, with what came before.
 */
export const readResponsesRequest = async (
  body: unknown,
  store: Pick<Store, 'findTurn' | 'getDialogue'>,
): Promise<AskedResponse> => {
  const asked = parseInput(responsesRequestSchema, body)
  requireText(asked.text?.format, 'text.format')
  const items = await readItems(asked.input, store)
  const read = readMessages(items.messages, 'input')
  const before = read.dialogue.slice(0, -1)
  const past = await findPast(store, asked.previous_response_id, items.answered, before)
  const instructions = asked.instructions?.trim() ? [instruct(asked.instructions)] : []
  const { text = '' } = read.dialogue.at(-1) ?? {}
  const preceding = [...past.branched, ...past.given]
  const dialogue = [...instructions, ...past.stored, ...preceding, turnOf(text)]
  parseInput(turnsSchema, preceding)
  const isStored = asked.store !== false
  const options = { ...searchFor(asked), ...optionsOf(asked) }
  const request = isStored
    ? { ...options, text, ...(past.dialogueId !== undefined && { dialogueId: past.dialogueId }) }
    : { ...options, dialogue: dialogue.slice(-MOST_TURNS) }
  const { previous_response_id } = asked
  return {
    ...wantedOf(body, asked, READ, [...items.ignored, ...read.ignored]),
    turn: {
      request: parseInput(replyRequestSchema, request),
      ...(isStored && { preceding, instructions }),
    },
    dialogue,
    about: { instructions: asked.instructions, previous_response_id, store: isStored },
  }
}

const MOST_TURNS = 500
const turnsSchema = z.array(turnSchema)

const turnOf = (text: string) => ({ participant: 'user' as const, text })
