/** Feedback on a turn that can be taken back: what is known of it stays with the turn. */
import { api } from '../service/api.js'

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { GivenFeedback } from '../service/api.js' */
/** @import { TurnState } from './turn-state.js' */

/** @typedef {(clientTurnId: string, known: Partial<TurnState>) => void} Amend */

/**
 * Throws ApiError.
 * @param {TurnState} turn
 * @param {Omit<Feedback, 'turnId'>} feedback
 * @param {Amend} amend
 * @param {Partial<TurnState>} [known] what else changes with it
 */
export const give = async (turn, feedback, amend, known = {}) => {
  if (turn.turnId === undefined) return
  const { id } = await api.feedback({ turnId: turn.turnId, ...feedback })
  const given = [...(turn.given ?? []), { id, createdAt: new Date().toISOString(), ...feedback }]
  amend(turn.clientTurnId, { given, ...known })
}

/**
 * Throws ApiError.
 * @param {TurnState} turn
 * @param {GivenFeedback} feedback
 * @param {Amend} amend
 * @param {Partial<TurnState>} [known]
 */
export const takeBack = async (turn, feedback, amend, known = {}) => {
  await api.takeBack(feedback.id)
  const given = (turn.given ?? []).filter(({ id }) => id !== feedback.id)
  amend(turn.clientTurnId, { given, ...known })
}

/**
 * That the reply that is shown is better than this text, and did not merely take its place.
 * @param {Pick<TurnState, 'given'>} turn
 * @param {string} text
 */
export const saidWorse = ({ given = [] }, text) =>
  given.findLast(({ comparison }) => comparison?.rejected === text && !comparison.replaces)

/** @param {TurnState} turn */
export const thumbOf = ({ given = [] }) => given.findLast(({ rating }) => rating !== undefined)
