import type { Said } from '../../spec/turn.ts'
import { refusal } from '../http/refusal.ts'
import { textOf, type Message } from './messages.ts'

export type ReadMessages = {
  /** It ends with a turn of the user. */
  readonly dialogue: readonly Said[]
  /** Kinds of messages that are not read. */
  readonly ignored: readonly string[]
}

// As many turns as a request may have.
const MOST_TURNS = 500

const INSTRUCTIONS = 'Instructions: '

/** What the system says, as a turn of the user: the policy reads it, though a small one may not do as told. */
export const instruct = (text: string): Said => ({
  participant: 'user',
  text: `${INSTRUCTIONS}${text}`,
})

/**
 * Messages as a dialogue. Tools' messages and empty ones are left out, and of a very long list the oldest;
 * instructions that come after the question are put before it. Throws INVALID_REQUEST.
 */
export const readMessages = (messages: readonly Message[], path: string): ReadMessages => {
  const ignored = new Set<string>()
  const read = messages.flatMap((message, i): readonly Read[] => {
    const { role } = message
    if (role === 'tool' || role === 'function') {
      ignored.add(`${path}.tool`)
      return []
    }
    const text = textOf(message, `${path}.${i}`)
    if (text.trim() !== '') return [{ role, text }]
    ignored.add(`${path}.empty`)
    return []
  })
  const turns = questionLast(read).map(toTurn)
  if (turns.at(-1)?.participant !== 'user' || read.every(({ role }) => role !== 'user')) {
    throw refusal(path, 'must end with a message of the user')
  }
  if (turns.length <= MOST_TURNS) return { dialogue: turns, ignored: [...ignored] }
  const opening = read[0] !== undefined && isInstruction(read[0]) ? turns.slice(0, 1) : []
  const dialogue = [...opening, ...turns.slice(opening.length - MOST_TURNS)]
  return { dialogue, ignored: [...ignored, `${path}.older`] }
}

type Read = { readonly role: Message['role']; readonly text: string }

const isInstruction = ({ role }: Read): boolean => role === 'system' || role === 'developer'

const toTurn = ({ role, text }: Read): Said => {
  if (role === 'system' || role === 'developer') return instruct(text)
  return { participant: role === 'assistant' ? 'agent' : 'user', text }
}

/** Some clients send their instructions last. */
const questionLast = (read: readonly Read[]): readonly Read[] => {
  const last = read.findLastIndex((one) => !isInstruction(one))
  const question = read[last]
  if (question === undefined || last === read.length - 1) return read
  return [...read.slice(0, last), ...read.slice(last + 1), question]
}
