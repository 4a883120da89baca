/** What the page says aloud: each phase of a turn once, and how it ended. */
import { byId } from './ground/dom.js'
import { describeError } from './ground/error-text.js'
import { plainText } from './ground/labels.js'
import { say } from './ground/say.js'
import { kindWord } from './turn/kind-badge.js'
import { statusOf } from './turn/steps-view.js'

/** @import { TurnState } from './conversation/turn-state.js' */

export const createAnnouncer = () => {
  const element = byId('announcer')
  let said = ''
  const tell = (/** @type {string} */ text) => {
    if (text === said) return
    said = text
    element.textContent = text
  }
  return {
    /** @param {TurnState | undefined} turn the one that is being answered */
    phase: (turn) => {
      if (turn === undefined || turn.error !== undefined || turn.phase === 'replying') return
      // Each candidate that is written is no news.
      tell(turn.phase === 'writing' ? say('steps.writing') : statusOf(turn))
    },
    /** @param {TurnState} turn */
    end: ({ text, reply, error }) => {
      if (error) tell(describeError(error).title)
      else if (reply) {
        const quotes = say('announce.quotes', { count: reply.citations.length })
        tell(`${say(kindWord(reply, text))}. ${plainText(reply.text)} ${quotes}`)
      }
    },
  }
}
