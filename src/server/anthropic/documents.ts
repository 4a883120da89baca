import type { TurnOptions } from '../../spec/reply.ts'
import { isSafeUrl } from '../../spec/text/safe-url.ts'
import type { Message } from '../borrowed/messages.ts'
import { refusal } from '../http/refusal.ts'

/** A document that came with the messages. */
export type GivenDocument = {
  readonly text: string
  readonly title?: string
  /** The whole of it, in texts that are short enough to be evidence. */
  readonly pieces: NonNullable<TurnOptions['evidence']>
}

type Part = Readonly<Record<string, unknown>>

const KINDS: readonly unknown[] = ['document', 'search_result']
const MAX_PIECE_LENGTH = 32_000

const isDocument = (part: unknown): part is Part =>
  KINDS.includes(Reflect.get(Object(part), 'type'))

/** The documents and search results in the messages, in order. Throws INVALID_REQUEST for other than text. */
export const readDocuments = (messages: readonly Message[]): readonly GivenDocument[] =>
  messages.flatMap(({ content }, at) =>
    Array.isArray(content)
      ? content.flatMap((part, i) =>
          isDocument(part) ? [readDocument(part, `messages.${at}.content.${i}`)] : [],
        )
      : [],
  )

/** A message without them, and without what tools said. */
export const withoutDocuments = (message: Message): Message => ({
  ...message,
  content: Array.isArray(message.content)
    ? message.content.filter(
        (part) => !isDocument(part) && Reflect.get(Object(part), 'type') !== 'tool_result',
      )
    : message.content,
})

const readDocument = (part: Part, path: string): GivenDocument => {
  const isResult = part['type'] === 'search_result'
  const text = isResult ? joined(part['content']) : textIn(Object(part['source']))
  if (text === undefined || text.trim() === '') {
    throw refusal(`${path}.source`, 'documents are read as text here: type text or content')
  }
  const { title: named, source } = part
  const title = typeof named === 'string' && named !== '' ? { title: named } : {}
  const url = isResult && typeof source === 'string' && isSafeUrl(source) ? { url: source } : {}
  return {
    text,
    ...title,
    pieces: piecesOf(text).map((piece) => ({ text: piece, ...title, ...url })),
  }
}

const textIn = (source: object): string | undefined => {
  const { type, data, content } = source as Part
  if (type === 'text' && typeof data === 'string') return data
  return type === 'content' ? joined(content) : undefined
}

const joined = (content: unknown): string | undefined => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return undefined
  return content.map((one) => String(Reflect.get(Object(one), 'text') ?? '')).join('\n\n')
}

/** Cut at the last end of a paragraph, line or word that fits. */
const piecesOf = (text: string): readonly string[] => {
  const pieces: string[] = []
  let rest = text
  while (rest.length > MAX_PIECE_LENGTH) {
    const most = rest.slice(0, MAX_PIECE_LENGTH)
    const cut = [most.lastIndexOf('\n\n'), most.lastIndexOf('\n'), most.lastIndexOf(' ')].find(
      (at) => at > MAX_PIECE_LENGTH / 2,
    )
    pieces.push(most.slice(0, cut ?? MAX_PIECE_LENGTH).toWellFormed())
    rest = rest.slice(cut ?? MAX_PIECE_LENGTH)
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== '')
}
