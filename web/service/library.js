/** What the service holds beside the open dialogue: dialogues and rules, and how documents stand. */
import { api } from './api.js'

/** @import { DialogueSummary, Welcome } from './api.js' */
/** @import { Rule } from '../../src/spec/rule.ts' */

// What can be undone is done after so long.
const UNDO_MS = 8_000
// Between two looks whether another first question was found.
const TRYING_MS = 3_000

/** @param {{ onChange: () => void, onFailure: (error: unknown) => void }} actions */
export const createLibrary = ({ onChange, onFailure }) => {
  /** @type {readonly DialogueSummary[]} */
  let dialogues = []
  let total = 0
  let query = ''
  /** @type {readonly Rule[]} */
  let rules = []
  /** @type {Promise<void> | undefined} */
  let asked
  /** @type {Welcome | undefined} */
  let welcome
  /** Deleted, as far as the person is concerned, by id. @type {Map<string, number>} */
  const going = new Map()

  const drop = async (/** @type {string} */ id) => {
    clearTimeout(going.get(id))
    going.delete(id)
    dialogues = dialogues.filter((one) => one.id !== id)
    onChange()
    await api.deleteDialogue(id).catch(onFailure)
  }
  // Who leaves has made up their mind.
  window.addEventListener('pagehide', () => {
    for (const id of going.keys()) void drop(id)
  })

  const load = async (/** @type {number} */ offset) => {
    const of = query
    const found = await api.dialogues({ query, offset })
    if (of !== query) return
    dialogues = offset === 0 ? found.dialogues : [...dialogues, ...found.dialogues]
    total = found.total
    onChange()
  }
  // Without it the page works all the same: what fails here is seen elsewhere.
  const loadDialogues = () => load(0).catch(() => undefined)

  let later = 0
  const loadWelcome = async () => {
    clearTimeout(later)
    welcome = await api.welcome().catch(() => welcome)
    onChange()
    if (welcome?.isTrying) later = setTimeout(loadWelcome, TRYING_MS)
  }

  return {
    dialogues: () => ({ list: dialogues, hasMore: dialogues.length < total, query, going }),
    rules: () => rules,
    welcome: () => welcome,
    loadDialogues,
    loadMore: () => load(dialogues.length).catch(onFailure),
    /** @param {string} text */
    search: (text) => {
      query = text.trim()
      return loadDialogues()
    },
    /** Once; they are asked for when somebody looks at them. */
    needRules: () =>
      (asked ??= api.rules().then(
        (found) => {
          rules = found.rules
          onChange()
        },
        () => (asked = undefined),
      )),
    forgetRules: () => {
      asked = undefined
    },
    loadWelcome,
    /** @type {(id: string, title: string) => Promise<void>} */
    rename: async (id, title) => {
      await api.renameDialogue(id, title).catch(onFailure)
      await loadDialogues()
    },
    /** @param {string} id */
    remove: (id) => {
      going.set(
        id,
        setTimeout(() => void drop(id), UNDO_MS),
      )
      onChange()
    },
    /** @param {string} id */
    restore: (id) => {
      clearTimeout(going.get(id))
      going.delete(id)
      onChange()
    },
  }
}
