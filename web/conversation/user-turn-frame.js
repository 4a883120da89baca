/** What is sent to ask. */

/** @import { ClientFrame } from '../../src/spec/client-frame.ts' */
/** @import { TurnState } from './turn-state.js' */

/** @typedef {{ readonly search: 'auto' | 'always' | 'never' }} AskOptions */

/**
 * @param {Pick<TurnState, 'text' | 'clientTurnId'>} turn
 * @param {string | undefined} dialogueId
 * @param {AskOptions} [options]
 * @returns {ClientFrame}
 */
export const userTurnFrame = ({ text, clientTurnId }, dialogueId, options) => ({
  type: 'user-turn',
  text,
  clientTurnId,
  ...(dialogueId !== undefined && { dialogueId }),
  ...(options && options.search !== 'auto' && { search: options.search }),
  include: ['candidates', 'evidence', 'timings'],
})
