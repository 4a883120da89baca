import type { LanguageModel } from '../../spec/language-model.ts'
import type { Room } from './fit-dialogue.ts'

type Sizes = {
  readonly dialogueTokens: number
  readonly turnTokens: number
  readonly maxReplyTokens: number
  readonly maxQueryTokens: number
  readonly snippetsPerPrompt: number
}

// A snippet of 500 characters with its title, code included.
const SNIPPET_TOKENS = 256

/**
 * The room of a turn's dialogue, before anything is searched: the same for its query and its replies, so that
 * both begin with the same tokens. Evidence gets half of a small context at most.
 */
export const dialogueRoom = (
  { contextTokens }: Pick<LanguageModel, 'contextTokens'>,
  { dialogueTokens, turnTokens, maxReplyTokens, maxQueryTokens, snippetsPerPrompt }: Sizes,
): Room => {
  const room = contextTokens - Math.max(maxReplyTokens, maxQueryTokens)
  const evidence = Math.min(snippetsPerPrompt * SNIPPET_TOKENS, Math.floor(room / 2))
  return { tokens: Math.min(dialogueTokens, room - evidence), turn: turnTokens }
}
