/** The turns of a dialogue from the record that the service keeps of it. */
import { preferredIn } from './shown-reply.js'
import { startTurn, withReply } from './turn-state.js'

/** @import { DialogueRecord } from '../service/api.js' */
/** @import { TurnState } from './turn-state.js' */

/**
 * `lost` says that the pending turn ended without an answer: it is left out, to be asked again. Of turns
 * that were asked several times, only the last attempt is kept.
 * @param {Pick<DialogueRecord, 'turns'>} record
 * @param {string} [pendingId] the clientTurnId of what this tab has asked
 * @returns {{ turns: TurnState[], lost: boolean, isRunning: boolean }}
 */
export const turnsOfRecord = ({ turns: record }, pendingId) => {
  /** @type {TurnState[]} */
  const turns = []
  let lost = false
  let isRunning = false
  for (const item of record) {
    const last = turns.at(-1)
    if (item.participant === 'agent') {
      if (last !== undefined)
        turns[turns.length - 1] = withGiven(withReply(last, item), item.feedback)
      continue
    }
    const turn = startTurn(item.text, item.clientTurnId ?? item.turnId)
    if (last?.clientTurnId === turn.clientTurnId) turns.pop()
    isRunning = item.status === 'running'
    lost = item.status === 'failed' && turn.clientTurnId === pendingId
    turns.push({ ...turn, turnId: item.turnId, ...(item.status === 'failed' && UNANSWERED) })
  }
  if (lost) turns.pop()
  return { turns, lost, isRunning }
}

/**
 * @param {TurnState} turn
 * @param {TurnState['given']} given
 * @returns {TurnState}
 */
const withGiven = (turn, given = []) => {
  const instead = preferredIn(turn.reply, given)
  return given.length === 0 ? turn : { ...turn, given, ...(instead !== undefined && { instead }) }
}

const UNANSWERED = {
  phase: /** @type {const} */ ('failed'),
  error: { code: 'ABORTED', message: 'This was not answered.' },
}
