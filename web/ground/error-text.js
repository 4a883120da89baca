/** What to tell a person of an error, and what they can do. */

/**
 * @typedef {{ readonly title: string, readonly remedy: string, readonly action: 'ask-again' | 'new-dialogue' | 'enter-key' | 'none' }} ErrorText
 */

/** @type {Record<string, ErrorText>} */
const TEXTS = {
  ABORTED: { title: 'Stopped', remedy: 'Nothing was answered.', action: 'ask-again' },
  OVERLOADED: {
    title: 'The service is busy',
    remedy: 'It is answering as many turns as it can. Ask again in a moment.',
    action: 'ask-again',
  },
  RATE_LIMITED: {
    title: 'Too many calls',
    remedy: 'This address has asked too often within a minute. Wait a little, then ask again.',
    action: 'ask-again',
  },
  DIALOGUE_BUSY: {
    title: 'This dialogue is already being answered',
    remedy: 'Another tab or program has asked in it. Wait for that reply, then ask again.',
    action: 'ask-again',
  },
  DIALOGUE_NOT_FOUND: {
    title: 'This dialogue is gone',
    remedy: 'It was deleted, or belongs to other data. Start a new one.',
    action: 'new-dialogue',
  },
  NOT_READY: {
    title: 'The service is still starting',
    remedy: 'What you asked for comes as soon as it is ready.',
    action: 'none',
  },
  UNAUTHORIZED: {
    title: 'An API key is needed',
    remedy: 'The service was started with a key. Enter it to go on.',
    action: 'enter-key',
  },
  FORBIDDEN_ORIGIN: {
    title: 'This address is refused',
    remedy:
      'Add its name to DUNNOCK_HOSTS, or open the page under the address that the service listens on.',
    action: 'none',
  },
  PAYLOAD_TOO_LARGE: {
    title: 'The question is too long',
    remedy: 'Shorten it, and give long texts as documents instead.',
    action: 'none',
  },
  STORE_FAILED: {
    title: 'The dialogue could not be written',
    remedy: 'Is the disk full? Free some space, then ask again.',
    action: 'ask-again',
  },
  LANGUAGE_MODEL_FAILED: {
    title: 'The language model failed',
    remedy: 'Ask again; where that does not help, see the log of the service.',
    action: 'ask-again',
  },
  UNREACHABLE: {
    title: 'The service does not answer',
    remedy: 'Is it still running? Start it again with npm start.',
    action: 'ask-again',
  },
}

/**
 * @param {{ readonly code: string, readonly message: string }} error
 * @returns {ErrorText}
 */
export const describeError = ({ code, message }) => {
  const known = TEXTS[code]
  if (known === undefined) return { title: 'That failed', remedy: message, action: 'ask-again' }
  return known
}
