import { setMaxListeners } from 'node:events'

/** Why a command was left before its end; `exitCode` is what the shell expects of it. */
export class Interruption extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'Interruption'
    this.exitCode = exitCode
  }
}

/**
 * A signal that fires on SIGINT and SIGTERM, and when nobody reads stdout any more (`| head`), which
 * is no fault. A second SIGINT ends the process at once.
 */
export const watchInterruptions = (): AbortSignal => {
  const interrupted = new AbortController()
  // Each call to a model listens while it runs.
  setMaxListeners(0, interrupted.signal)
  process.once('SIGINT', () => interrupted.abort(new Interruption('interrupted', 130)))
  process.once('SIGTERM', () => interrupted.abort(new Interruption('terminated', 143)))
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') interrupted.abort(new Interruption('nobody reads stdout', 0))
  })
  return interrupted.signal
}

/** The interruption that an error was thrown for, however deep. */
export const interruptionOf = (error: unknown): Interruption | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Interruption) return at
  return undefined
}
