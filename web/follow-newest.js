/** The inspector follows the newest turn, until somebody opens it for one: then it stays with that. */

/** @import { TurnState } from './conversation/turn-state.js' */
/** @import { createInspector } from './inspector/inspector.js' */

/** @param {Pick<ReturnType<typeof createInspector>, 'show'>} inspector */
export const followNewest = (inspector) => {
  let isPinned = false
  return {
    /** @param {TurnState} turn */
    pin: (turn) => {
      isPinned = true
      inspector.show(turn)
    },
    /** @param {TurnState} turn */
    follow: (turn) => {
      if (!isPinned) inspector.show(turn)
    },
    /** For another dialogue. @param {TurnState | undefined} turn */
    begin: (turn) => {
      isPinned = false
      inspector.show(turn)
    },
  }
}
