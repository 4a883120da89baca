import { AppError } from '../../spec/errors.ts'

/** Runs tasks one after the other; a failed one says why and lets the next one start. */
export const inTurn = (): (<Result>(task: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve()
  return async (task) => {
    const mine = last.then(task, task)
    last = mine.catch(() => undefined)
    try {
      return await mine
    } catch (cause) {
      throw new AppError('STORE_FAILED', 'The index could not be written.', { cause })
    }
  }
}
