/** The turns of a dialogue from the record that the service keeps of it. */
import { startTurn, withReply } from './turn-state.js'

/** @import { AgentTurn, DialogueRecord } from '../service/api.js' */
/** @import { TurnState } from './turn-state.js' */

/**
 * `lost` says that the pending turn ended without an answer: it is left out, to be asked again. Of turns
 * that were asked several times, only the last attempt is kept.
 * @param {Pick<DialogueRecord, 'turns' | 'consent'>} record
 * @param {string} [pendingId] the clientTurnId of what this tab has asked
 * @returns {{ turns: TurnState[], lost: boolean, isRunning: boolean }}
 */
export const turnsOfRecord = ({ turns: record, consent }, pendingId) => {
  /** @type {TurnState[]} */
  const turns = []
  let lost = false
  let isRunning = false
  for (const item of record) {
    const last = turns.at(-1)
    if (item.participant === 'agent') {
      if (last !== undefined)
        turns[turns.length - 1] = { ...withReply(last, item), ...saidOf(item) }
      continue
    }
    const turn = startTurn(item.text, item.clientTurnId ?? item.turnId)
    if (last?.clientTurnId === turn.clientTurnId) turns.pop()
    isRunning = item.status === 'running'
    lost = item.status === 'failed' && turn.clientTurnId === pendingId
    turns.push({ ...turn, turnId: item.turnId, ...(item.status === 'failed' && UNANSWERED) })
  }
  if (lost) turns.pop()
  const newest = turns.at(-1)
  if (newest && consent !== undefined) turns[turns.length - 1] = { ...newest, consent }
  return { turns, lost, isRunning }
}

/** @param {Pick<AgentTurn, 'feedback' | 'instead'>} item */
const saidOf = ({ feedback, instead }) => ({
  ...(feedback && { given: feedback }),
  ...(instead !== undefined && { instead }),
})

const UNANSWERED = {
  phase: /** @type {const} */ ('failed'),
  error: { code: 'ABORTED', message: 'This was not answered.' },
}
