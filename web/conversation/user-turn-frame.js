/** What is sent to ask. */

/** @import { ClientFrame } from '../../src/spec/client-frame.ts' */
/** @import { TurnState } from './turn-state.js' */

/**
 * Where a turn is searched: without `sources` in all of them, without `collection` in all documents.
 * @typedef {object} AskOptions
 * @property {'auto' | 'always' | 'never'} search
 * @property {readonly string[]} [sources]
 * @property {string} [collection]
 */

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
  ...(options?.sources && { sources: [...options.sources] }),
  ...(options?.collection !== undefined && { filter: { collection: options.collection } }),
  include: ['candidates', 'evidence', 'timings'],
})
