/** Goes on with what the tab had asked when the page was left, if anything. */
import { pendingTurn } from './pending-turn.js'

/**
 * Throws ApiError.
 * @param {import('./conversation.js').Conversation} conversation
 */
export const recover = async (conversation) => {
  const pending = pendingTurn.get()
  if (pending?.dialogueId !== undefined) await conversation.open(pending.dialogueId)
  else if (pending !== undefined) conversation.askAgain(pending)
}
