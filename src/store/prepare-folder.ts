import { fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { access, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../spec/errors.ts'

const script = import.meta.url.endsWith('.ts')
  ? new URL('./init-folder.ts', import.meta.url)
  : new URL('./init-folder.js', import.meta.url)

/**
 * Makes an empty database where there is none. In a process of its own, since it takes seconds of
 * computing and half a gigabyte that would not be given back; and beside its place, so that one that
 * was killed half way is not taken for a database. Throws STORE_FAILED.
 */
export const prepareFolder = async (folder: string, signal?: AbortSignal): Promise<void> => {
  if (await exists(join(folder, 'PG_VERSION'))) return
  const fresh = `${folder}.new`
  try {
    for (const left of [fresh, folder]) await rm(left, { recursive: true, force: true })
    const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc']
    const child = fork(script, [fresh], { stdio, ...(signal && { signal }) })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error('a new database could not be made')
    await rename(fresh, folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('STORE_FAILED', `${folder}: ${reason}.`, { cause })
  }
}

const exists = async (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
