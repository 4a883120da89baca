import type { Config } from '../server/setup/config.ts'
import type { Part, Services } from '../server/setup/services.ts'
import { compose, type ComposeOptions } from '../server/setup/compose.ts'
import { watchInterruptions } from './interruption.ts'
import { stderrLog } from './stderr-log.ts'

/**
 * Opens the parts that a command needs, waits for their models, and closes them whatever happens. The
 * signal fires when the command is to stop.
 */
export const withServices = async <Result>(
  config: Config,
  only: readonly Part[],
  work: (services: Services, signal: AbortSignal) => Promise<Result>,
  options: Pick<ComposeOptions, 'ownsData' | 'askedBy'> = {},
): Promise<Result> => {
  const signal = watchInterruptions()
  const services = await compose(config, stderrLog, { only, indexing: false, ...options })
  try {
    await services.whenReady()
    signal.throwIfAborted()
    return await work(services, signal)
  } catch (error) {
    // What failed after an interruption failed for it, whatever it says.
    signal.throwIfAborted()
    throw error
  } finally {
    await services.close()
  }
}
