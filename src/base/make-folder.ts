import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../spec/errors.ts'

/**
 * Makes a folder and those above it, one by one: Node's own recursive `mkdir` never ends where the
 * system makes none, as under /proc. Throws DATA_NOT_WRITABLE.
 */
export const makeFolder = async (folder: string): Promise<void> => {
  try {
    await makeEach(folder)
  } catch (error) {
    throw notWritable(folder, error)
  }
}

const makeEach = async (folder: string): Promise<void> => {
  if (await isFolder(folder)) return
  if (dirname(folder) !== folder) await makeEach(dirname(folder))
  try {
    await mkdir(folder)
  } catch (error) {
    // Another may just have made it.
    if (!(await isFolder(folder))) throw error
  }
}

/** STORE_FAILED where the disk is full, which no other folder's rights would mend. */
export const notWritable = (folder: string, cause: unknown): AppError => {
  const code = codeOf(cause)
  return FULL.has(code)
    ? new AppError('STORE_FAILED', `The disk of ${folder} is full (${String(code)}).`, { cause })
    : new AppError('DATA_NOT_WRITABLE', `${folder} can't be written (${String(code)}).`, { cause })
}

// No space left; a quota that is used up.
const FULL = new Set<unknown>(['ENOSPC', 'EDQUOT'])

export const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false
