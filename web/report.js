/** Tells what failed, of that which may fail. */
import { describeError } from './ground/error-text.js'
import { ApiError } from './service/api.js'

/**
 * @param {{ say: (text: string) => void, onEarly: () => void, onKey: () => void }} actions
 * @returns {(error: unknown) => void} throws what is no failure of a call
 */
export const createReport =
  ({ say, onEarly, onKey }) =>
  (error) => {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 'NOT_READY') onEarly()
    if (error.code === 'UNAUTHORIZED') {
      onKey()
      return
    }
    const { title, remedy } = describeError(error)
    say(`${title}. ${remedy}`)
  }
