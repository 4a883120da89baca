/** The words of the interface, in the language of the person. */
import { ANSWER_WORDS } from './words/answer.js'
import { ERROR_WORDS } from './words/errors.js'
import { INSPECTOR_WORDS } from './words/inspector.js'
import { LIBRARY_WORDS } from './words/library.js'
import { PAGE_WORDS } from './words/page.js'
import { TURN_WORDS } from './words/turn.js'

// One table; each row has the words in the order of LANGUAGES.
const WORDS = {
  ...PAGE_WORDS,
  ...TURN_WORDS,
  ...ANSWER_WORDS,
  ...INSPECTOR_WORDS,
  ...LIBRARY_WORDS,
  ...ERROR_WORDS,
}

/** @typedef {keyof typeof WORDS} Word */

/** Each by its own name. */
export const LANGUAGES = /** @type {const} */ ({ en: 'English', ko: '한국어' })

const KEY = 'dunnock-language'
const codes = Object.keys(LANGUAGES)

/** Chosen by hand, else the first of the browser's that there are words in. */
const findLanguage = () => {
  const chosen = globalThis.localStorage?.getItem(KEY)
  const wanted = [chosen, ...(globalThis.navigator?.languages ?? [])]
  return wanted.map((one) => one?.slice(0, 2) ?? '').find((one) => codes.includes(one)) ?? 'en'
}

export const language = findLanguage()
const column = codes.indexOf(language)

/** @param {string} code */
export const chooseLanguage = (code) => {
  localStorage.setItem(KEY, code)
  location.reload()
}

/**
 * Words with what belongs in their gaps: `{name}`, or `{count|document|documents}` for a number of things.
 * @param {Word} word
 * @param {Readonly<Record<string, string | number>>} [values]
 * @returns {string}
 */
export const say = (word, values = {}) =>
  (WORDS[word][column] ?? WORDS[word][0]).replaceAll(
    /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (_, name, one, many) => {
      const value = values[name] ?? ''
      const shown = typeof value === 'number' ? value.toLocaleString(language) : value
      return one === undefined ? shown : `${shown} ${value === 1 ? one : many}`
    },
  )
