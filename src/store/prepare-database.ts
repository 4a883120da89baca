import { fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../spec/errors.ts'
import { whyNotWritten } from './disk-room.ts'

const script = import.meta.url.endsWith('.ts')
  ? new URL('./init-child.ts', import.meta.url)
  : new URL('./init-child.js', import.meta.url)

// A new database takes 40 MB, and some more while it is made.
const NEEDED_BYTES = 60e6

type PrepareOptions = {
  readonly clear?: (fresh: string) => Promise<void>
  /** Ends it half way. */
  readonly signal?: AbortSignal
}

/**
 * Makes an empty database, and puts it in its place once `clear` has made room there. In a process of
 * its own, since it takes seconds of computing and half a gigabyte that would not be given back; and
 * under another name, so that one that was killed half way is not taken for a database. Throws STORE_FAILED.
 */
export const prepareDatabase = async (
  folder: string,
  { clear, signal }: PrepareOptions = {},
): Promise<void> => {
  // A name that nobody else would use: what a killed process left of it may go.
  const fresh = join(dirname(folder), '.new-database')
  try {
    await rm(fresh, { recursive: true, force: true })
    const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc']
    const child = fork(script, [fresh], { stdio, ...(signal && { signal }) })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error('a new database could not be made')
    await clear?.(fresh)
    await rename(fresh, folder)
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    const full = await whyNotWritten(dirname(folder), NEEDED_BYTES)
    throw new AppError('STORE_FAILED', full ?? `${folder}: ${reason}.`, { cause })
  }
}
