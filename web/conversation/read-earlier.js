/** Puts the turns before the first one shown in front of it. */
import { api } from '../service/api.js'
import { PART } from './conversation.js'
import { turnsOfRecord } from './read-record.js'

/** @import { Conversation } from './conversation.js' */

/** @param {Conversation} conversation */
export const createReadEarlier = (conversation) => {
  let isReading = false
  /** Throws ApiError. */
  return async () => {
    const { dialogueId: id, earlier } = conversation
    const before = conversation.turns[0]?.turnId
    if (isReading || id === undefined || before === undefined || earlier === 0) return
    isReading = true
    try {
      const record = await api.dialogue(id, PART, before)
      if (id === conversation.dialogueId) {
        conversation.setOver([...turnsOfRecord(record).turns, ...conversation.over], record.earlier)
      }
    } finally {
      isReading = false
    }
  }
}
