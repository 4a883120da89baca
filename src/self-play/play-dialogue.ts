import type { Reply } from '../spec/reply.ts'
import type { Dialogue, Turn } from '../spec/turn.ts'

/** Writes what the user says next; undefined ends the dialogue. */
export type Player = (
  dialogue: Dialogue,
  seed: number,
  signal?: AbortSignal,
) => Promise<string | undefined>

export type PlayOptions = {
  readonly player: Player
  readonly respond: (dialogue: Dialogue, seed: number, signal?: AbortSignal) => Promise<Reply>
  /** Turns of the user, the first one among them. */
  readonly most: number
  readonly seed: number
  readonly signal?: AbortSignal
}

type PlayedTurn = {
  /** What the reply is to. */
  readonly turns: readonly Turn[]
  readonly reply: string
  readonly kind: Reply['kind']
  /** With their scorecards, best first: what RL, preference pairs and probing learn from. */
  readonly candidates: NonNullable<Reply['candidates']>
  readonly seed: number
}

export type PlayedDialogue = {
  readonly first: string
  readonly played: readonly PlayedTurn[]
  /** Why it ended. */
  readonly end: 'full' | 'silent' | 'repeated'
}

/** A dialogue between the agent and a player of the user, from a real first turn; the same seed gives the same one. */
export const playDialogue = async (
  first: string,
  { player, respond, most, seed, signal }: PlayOptions,
): Promise<PlayedDialogue> => {
  const turns: Turn[] = [{ participant: 'user', text: first }]
  const played: PlayedTurn[] = []
  for (let at = 0; ; at += 1) {
    const own = seed + at
    const reply = await respond([...turns], own, signal)
    played.push({
      turns: [...turns],
      reply: reply.text,
      kind: reply.kind,
      candidates: reply.candidates ?? [],
      seed: own,
    })
    turns.push({ participant: 'agent', text: reply.text })
    if (played.length >= most) return { first, played, end: 'full' }
    const next = (await player([...turns], own, signal))?.trim() ?? ''
    if (next === '') return { first, played, end: 'silent' }
    // A small player falls into a circle, from which nothing is learnt.
    if (turns.some(({ text }) => sameWords(text, next))) return { first, played, end: 'repeated' }
    turns.push({ participant: 'user', text: next })
  }
}

const sameWords = (one: string, other: string): boolean => wordsOf(one) === wordsOf(other)
const wordsOf = (text: string): string =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
