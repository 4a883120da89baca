/** What to tell a person of an error, and what they can do. */
import { say } from './say.js'

/** @typedef {'ask-again' | 'new-dialogue' | 'enter-key' | 'none'} ErrorAction */

/** What helps, by the code; the words of each are `error.CODE` and `error.CODE.do`. */
const ACTIONS = /** @type {const} */ ({
  ABORTED: 'ask-again',
  OVERLOADED: 'ask-again',
  RATE_LIMITED: 'ask-again',
  DIALOGUE_BUSY: 'ask-again',
  DIALOGUE_NOT_FOUND: 'new-dialogue',
  NOT_READY: 'none',
  UNAUTHORIZED: 'enter-key',
  FORBIDDEN_ORIGIN: 'none',
  PAYLOAD_TOO_LARGE: 'none',
  STORE_FAILED: 'ask-again',
  LANGUAGE_MODEL_FAILED: 'ask-again',
  UNREACHABLE: 'ask-again',
  UNSUPPORTED_DOCUMENT: 'none',
})

/**
 * @param {string} code
 * @returns {code is keyof typeof ACTIONS}
 */
const isKnown = (code) => Object.hasOwn(ACTIONS, code)

/**
 * @param {{ readonly code: string, readonly message: string }} error
 * @returns {{ readonly title: string, readonly remedy: string, readonly action: ErrorAction }}
 */
export const describeError = ({ code, message }) =>
  isKnown(code)
    ? { title: say(`error.${code}`), remedy: say(`error.${code}.do`), action: ACTIONS[code] }
    : { title: say('error.other'), remedy: message, action: 'ask-again' }
