/** The turn that this tab has asked and that is not over, kept across a reload of the page. */

/**
 * @typedef {object} PendingTurn
 * @property {string} text
 * @property {string} clientTurnId
 * @property {string | undefined} [dialogueId]
 * @property {import('./user-turn-frame.js').AskOptions} options
 */

const KEY = 'dunnock-turn'

export const pendingTurn = {
  /** @returns {PendingTurn | undefined} */
  get: () => JSON.parse(sessionStorage.getItem(KEY) ?? 'null') ?? undefined,
  /** @param {PendingTurn} turn */
  set: (turn) => sessionStorage.setItem(KEY, JSON.stringify(turn)),
  clear: () => sessionStorage.removeItem(KEY),
}
