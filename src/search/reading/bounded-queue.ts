import pLimit from 'p-limit'
import { AppError, throwIfAborted } from '../../spec/errors.ts'

/** Runs work when there is room for it; throws OVERLOADED where too much waits, ABORTED once the caller has left. */
export type BoundedQueue = <Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>

/** So many at once, and so many that wait, first come first; `refusal` is told to the others. */
export const createBoundedQueue = (room: {
  readonly running: number
  readonly waiting: number
  readonly refusal: string
}): BoundedQueue => {
  const limit = pLimit(room.running)
  return async (work, signal) => {
    throwIfAborted(signal)
    if (limit.activeCount + limit.pendingCount >= room.running + room.waiting)
      throw new AppError('OVERLOADED', room.refusal)
    const done = limit(async () => {
      throwIfAborted(signal)
      return await work()
    })
    return await (signal === undefined ? done : Promise.race([done, leaving(signal, done)]))
  }
}

/** Rejects as soon as the caller leaves, though its turn has not come. */
const leaving = (signal: AbortSignal, done: Promise<unknown>): Promise<never> =>
  new Promise((_, reject) => {
    const leave = (): void =>
      reject(new AppError('ABORTED', 'The caller left.', { cause: signal.reason }))
    signal.addEventListener('abort', leave, { once: true })
    const stay = (): void => signal.removeEventListener('abort', leave)
    done.then(stay, stay)
  })
