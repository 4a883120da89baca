/** What can be done with the open dialogue as a whole, and with one of its turns. */
import { askInstead } from './conversation/ask-instead.js'
import { give, saidWorse, takeBack } from './conversation/give-feedback.js'
import { saveDialogue } from './library/save-dialogue.js'
import { ApiError } from './service/api.js'

/** @import { Conversation } from './conversation/conversation.js' */
/** @import { AskOptions } from './conversation/user-turn-frame.js' */
/** @import { TurnState } from './conversation/turn-state.js' */

/**
 * @param {{ conversation: () => Conversation, report: (error: unknown) => void, options: () => AskOptions,
 *   onOpened: () => void, onSwapped: (turn: TurnState) => void }} deps
 */
export const createDialogueActions = ({ conversation, report, options, onOpened, onSwapped }) => {
  /** @type {import('./conversation/give-feedback.js').Amend} */
  const amend = (id, known) => conversation().amend(id, known)
  const current = (/** @type {TurnState} */ { clientTurnId }) =>
    conversation().turns.find((one) => one.clientTurnId === clientTurnId)

  /** @param {TurnState} turn */
  const undoSwap = async (turn) => {
    const now = current(turn) ?? turn
    const comparison = now.given?.findLast(
      (one) => one.comparison?.replaces && one.comparison.chosen === now.instead,
    )
    try {
      if (comparison) await takeBack(now, comparison, amend, { instead: undefined })
      else if (now.reply && now.instead !== undefined) {
        // It was put there in the dialogue that this one goes on from.
        const back = { chosen: now.reply.text, rejected: now.instead, replaces: true }
        await give(now, { comparison: back }, amend, { instead: undefined })
      }
    } catch (error) {
      report(error)
    }
  }

  return {
    amend,
    /**
     * Throws ApiError, which is reported.
     * @param {TurnState} turn
     * @param {boolean} consent
     */
    consent: async (turn, consent) => {
      try {
        await give(turn, { consent }, amend, { consent })
      } catch (error) {
        report(error)
        throw error
      }
    },
    undoSwap: (/** @type {TurnState} */ turn) => void undoSwap(turn),
    /** @param {'markdown' | 'json' | 'print'} kind */
    save: (kind) => {
      const id = conversation().dialogueId
      if (id !== undefined) saveDialogue(id, kind).catch(report)
    },
    /**
     * Shows a candidate in place of the reply, and keeps that it is the better one.
     * @param {TurnState} turn
     * @param {string} text
     */
    prefer: async (turn, text) => {
      const now = current(turn) ?? turn
      const rejected = now.reply?.text ?? ''
      try {
        if (now.instead !== undefined) await undoSwap(now)
        const fresh = current(turn) ?? turn
        if (text !== rejected) {
          const comparison = { chosen: text, rejected, replaces: true }
          await give(fresh, { comparison }, amend, { instead: text })
        }
        onSwapped(current(turn) ?? turn)
      } catch (error) {
        report(error)
      }
    },
    /**
     * Keeps that the reply that is shown is better than a candidate, or takes it back: without it, all that is
     * learnt would speak against what is shown.
     * @param {TurnState} turn
     * @param {string} text
     */
    keep: async (turn, text) => {
      const now = current(turn) ?? turn
      const chosen = now.instead ?? now.reply?.text ?? ''
      const said = saidWorse(now, text)
      try {
        if (said) await takeBack(now, said, amend)
        else await give(now, { comparison: { chosen, rejected: text } }, amend)
      } catch (error) {
        report(error)
      }
    },
    /**
     * @param {TurnState} turn
     * @param {string} text
     */
    askInstead: (turn, text) => {
      askInstead(conversation(), turn, text, options()).catch(report)
    },
    /** @param {string} id */
    open: async (id) => {
      try {
        await conversation().open(id)
        onOpened()
      } catch (error) {
        const isEarly = error instanceof ApiError && error.code === 'NOT_READY'
        // The address goes on naming it: it is opened when the service is ready.
        if (!isEarly) conversation().reset()
        report(error)
      }
    },
  }
}
