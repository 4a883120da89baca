import type { LanguageModel } from '../../spec/language-model.ts'
import type { Dialogue, Turn } from '../../spec/turn.ts'
import { cutText } from './cut-text.ts'

/** What had no room: whole turns, and characters of those that stay. */
export type Dropped = { readonly turns: number; readonly characters: number }

export type FittedDialogue = { readonly dialogue: Dialogue; readonly dropped: Dropped }

/** Tokens for the dialogue, and for one turn of it at most. */
export type Room = { readonly tokens: number; readonly turn: number }

// A turn's role and its two control tokens.
const TURN_OVERHEAD = 6

/**
 * Cuts long turns to their head and tail, and drops the oldest turns until the rest has room. They go in blocks
 * of half the room, counted from the dialogue's first turn, so that most turns begin their prompt like the turn
 * before them: what a language model has read of it is read once. What is fitted stays as it is.
 */
export const fitDialogue = (
  dialogue: Dialogue,
  { tokens, turn: most }: Room,
  languageModel: Pick<LanguageModel, 'countTokens'>,
): FittedDialogue => {
  const recent = dialogue.slice(countedFrom(dialogue, tokens))
  const cut = recent.map((turn): Turn => {
    if (!isSaid(turn)) return turn
    const text = cutText(turn.text, Math.min(most, tokens) - TURN_OVERHEAD, languageModel)
    return { ...turn, text }
  })
  const costs = cut.map((turn) =>
    isSaid(turn) ? languageModel.countTokens(turn.text) + TURN_OVERHEAD : 0,
  )
  const kept = cut.slice(startOf(cut, costs, tokens))
  const whole = recent.slice(recent.length - kept.length)
  const characters = kept.map(({ text }, i) => (whole[i]?.text.length ?? 0) - text.length)
  return {
    dialogue: kept,
    dropped: {
      turns: dialogue.length - kept.length,
      characters: characters.reduce((sum, one) => sum + one, 0),
    },
  }
}

export const addDropped = (one: Dropped, other: Dropped): Dropped => ({
  turns: one.turns + other.turns,
  characters: one.characters + other.characters,
})

/** The first turn to stay: one of the user's behind as many blocks as have to go, or the last turn. */
const startOf = (turns: Dialogue, costs: readonly number[], tokens: number): number => {
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  if (total <= tokens) return 0
  const block = Math.max(1, Math.floor(tokens / 2))
  const line = Math.ceil((total - tokens) / block) * block
  let before = 0
  for (const [i, { participant }] of turns.entries()) {
    if (before >= line && participant === 'user') return i
    before += costs[i] ?? 0
  }
  return Math.max(0, turns.length - 1)
}

// Turns of a very long dialogue are counted from a turn that changes seldom, as counting all takes seconds.
const STRIDE = 64
const CHARACTERS_A_TOKEN = 8

const countedFrom = (dialogue: Dialogue, tokens: number): number => {
  let from = dialogue.length
  const enough = Math.max(1, tokens * CHARACTERS_A_TOKEN)
  for (let characters = 0; from > 0 && characters < enough;) {
    const next = Math.max(0, Math.ceil(from / STRIDE) - 1) * STRIDE
    for (const { text } of dialogue.slice(next, from)) characters += text.length
    from = next
  }
  return from
}

const isSaid = ({ participant }: Turn): boolean => participant === 'user' || participant === 'agent'
