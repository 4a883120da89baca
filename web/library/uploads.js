/** Files on their way to the index: each is read in its turn, and says what became of it. */
import { api } from '../service/api.js'

/**
 * @typedef {{ readonly name: string, readonly state: 'waiting' | 'reading' | 'done' | 'failed', readonly detail?: string }} Upload
 */

// As the service has it.
const MAX_BYTES = 20 * 1024 * 1024

/** @param {{ onChange: () => void, onDone: () => void, tooLarge: string }} actions */
export const createUploads = ({ onChange, onDone, tooLarge }) => {
  /** @type {Upload[]} */
  let all = []
  let isRunning = false
  /** @type {File[]} */
  const waiting = []

  /**
   * @param {string} name
   * @param {Omit<Upload, 'name'>} state
   */
  const set = (name, state) => {
    all = [...all.filter((one) => one.name !== name), { name, ...state }]
    onChange()
  }
  const run = async () => {
    isRunning = true
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      set(file.name, { state: 'reading' })
      try {
        if (file.size > MAX_BYTES) throw new Error(tooLarge)
        const { passages } = await api.addDocument(file)
        set(file.name, { state: 'done', detail: String(passages) })
      } catch (error) {
        set(file.name, { state: 'failed', detail: error instanceof Error ? error.message : '' })
      }
    }
    isRunning = false
    onDone()
  }
  return {
    all: () => all,
    /** @param {Iterable<File>} files */
    add: (files) => {
      for (const file of files) {
        waiting.push(file)
        set(file.name, { state: 'waiting' })
      }
      if (!isRunning) void run()
    },
  }
}
