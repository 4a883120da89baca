import { isMainThread, workerData } from 'node:worker_threads'

/*
 * Design. A native call that returns while its thread is being ended aborts the whole process (ONNX
 * Runtime's binding throws where nobody can catch). So `process.exit` waits until the calls that run in
 * the workers have returned, and no worker begins another.
 */

/** int32 [calls that run, 1 once the process ends], shared by all threads. */
export type ExitGuard = Int32Array

const RUNNING = 0
const ENDING = 1

// The longest call is the loading of a model.
const PATIENCE_MS = 10_000

/** For the main thread: makes the exit of the process wait. */
export const createExitGuard = (): ExitGuard => {
  const guard = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  process.once('exit', () => {
    Atomics.store(guard, ENDING, 1)
    for (let n = Atomics.load(guard, RUNNING); n > 0; n = Atomics.load(guard, RUNNING)) {
      if (Atomics.wait(guard, RUNNING, n, PATIENCE_MS) === 'timed-out') return
    }
  })
  return guard
}

/** For the workers: a native call that the exit of the process waits for. */
export const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
  const guard = isMainThread ? undefined : (workerData as { readonly guard: ExitGuard }).guard
  if (guard === undefined) return call()
  Atomics.add(guard, RUNNING, 1)
  try {
    if (Atomics.load(guard, ENDING) === 1) sleepUntilTheEnd(guard)
    return await call()
  } finally {
    leave(guard)
  }
}

const leave = (guard: ExitGuard): void => {
  Atomics.sub(guard, RUNNING, 1)
  Atomics.notify(guard, RUNNING)
}

const sleepUntilTheEnd = (guard: ExitGuard): void => {
  leave(guard)
  Atomics.wait(guard, ENDING, 1)
}
