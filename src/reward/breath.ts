import { setImmediate } from 'node:timers/promises'
import { throwIfAborted } from '../spec/errors.ts'

/** Called between the steps of long work. Throws ABORTED once the caller has left. */
export type Breath = () => Promise<void>

// In milliseconds.
const HELD = 20

/** Gives the event loop to others each time that the work has held it for a while. */
export const createBreath = (signal?: AbortSignal): Breath => {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < HELD) return
    await setImmediate()
    throwIfAborted(signal)
    since = performance.now()
  }
}
