/** What was typed and not asked yet, for each dialogue. */

const KEY = 'dunnock-drafts'
// Old ones make room.
const MOST = 50

/** @returns {[string, string][]} */
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]')
  } catch {
    return []
  }
}

export const drafts = {
  /** @param {string | undefined} dialogueId */
  get: (dialogueId = '') => read().find(([id]) => id === dialogueId)?.[1] ?? '',
  /**
   * @param {string | undefined} dialogueId
   * @param {string} text
   */
  set: (dialogueId = '', text) => {
    const others = read().filter(([id]) => id !== dialogueId)
    const all = text === '' ? others : [...others, [dialogueId, text]]
    localStorage.setItem(KEY, JSON.stringify(all.slice(-MOST)))
  },
}
