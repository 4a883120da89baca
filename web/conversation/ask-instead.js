/** Asks in place of a turn that was asked before. */
import { api } from '../service/api.js'

/** @import { Conversation } from './conversation.js' */
/** @import { TurnState } from './turn-state.js' */
/** @import { AskOptions } from './user-turn-frame.js' */

/**
 * In a dialogue of its own, which has what was said before the turn. A last turn that was not answered leaves
 * nothing to keep: it is asked again where it is. Throws ApiError.
 * @param {Conversation} conversation
 * @param {TurnState} turn
 * @param {string} text
 * @param {AskOptions} options
 */
export const askInstead = async (conversation, turn, text, options) => {
  const { dialogueId: id, turns, earlier } = conversation
  if (conversation.isRunning) return
  const isFirst = earlier === 0 && turns[0] === turn
  if (turn.reply === undefined && turns.at(-1) === turn) {
    conversation.setOver(turns.slice(0, -1), earlier)
    // Under its own name it is another attempt at the same turn.
    if (text === turn.text) return conversation.askAgain({ ...turn, options })
  } else if (isFirst || id === undefined || turn.turnId === undefined) conversation.reset()
  else await conversation.open((await api.branchDialogue(id, turn.turnId)).id)
  conversation.ask(text, options)
}
