import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../spec/errors.ts'
import { codeOf, makeFolder, notWritable } from '../base/make-folder.ts'

const LOCK_FILE = 'dunnock.lock'

/**
 * Makes the folder this process's own until the returned function is called. A lock whose process is
 * gone is taken over. Throws DATA_IN_USE, DATA_NOT_WRITABLE, STORE_FAILED.
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  const path = join(folder, LOCK_FILE)
  const own = await identify(process.pid)
  await makeFolder(folder)
  try {
    await writeFile(path, own, { flag: 'wx' }).catch(async (error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
      await takeOver(path, folder)
      await writeFile(path, own, { flag: 'wx' })
    })
  } catch (error) {
    throw explain(folder, error)
  }
  return () => rm(path, { force: true })
}

/** Lets others know where the process that holds the folder listens. */
export const announceUrl = async (folder: string, url: string): Promise<void> => {
  const path = join(folder, LOCK_FILE)
  const own = await identify(process.pid)
  const held = await readFile(path, 'utf8').catch(() => '')
  // Written beside and renamed: nobody may read half of it and take the lock for one of another.
  if (!held.startsWith(own)) return
  await writeFile(`${path}.new`, `${own}${url}\n`)
  await rename(`${path}.new`, path)
}

/** Where the process listens that a DATA_IN_USE tells of, if it has said so. */
export const urlOfHolder = (error: AppError): string | undefined =>
  typeof error.details === 'string' ? error.details : undefined

const takeOver = async (path: string, folder: string): Promise<void> => {
  const held = await readFile(path, 'utf8').catch(() => '')
  const [owner = '', url = ''] = held.split('\n')
  const pid = Number.parseInt(owner, 10)
  if (isRunning(pid) && (await identify(pid)) === `${owner}\n`) {
    const about = url === '' ? '' : `, which listens on ${url}`
    throw new AppError('DATA_IN_USE', `${folder} is in use by the process ${pid}${about}.`, {
      ...(url !== '' && { details: url }),
    })
  }
  await rm(path, { force: true })
}

const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

// Process ids are used again (in a container nearly at once): the start time tells two apart, where
// the system has it, and the boot's id tells apart two boots.
const identify = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  // The second field, the name in parentheses, may itself hold blanks.
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return `${pid} ${startTime} ${boot.trim()}\n`
}

const explain = (folder: string, error: unknown): AppError => {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  if (code === 'EEXIST') return new AppError('DATA_IN_USE', `${folder} was just taken by another.`)
  if (code === 'EIO') return new AppError('STORE_FAILED', `${folder}: EIO.`, { cause: error })
  return notWritable(folder, error)
}
