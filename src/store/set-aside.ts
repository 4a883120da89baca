import { rename } from 'node:fs/promises'
import { AppError } from '../spec/errors.ts'
import { setAsideName } from '../base/set-aside-name.ts'
import { codeOf } from '../base/make-folder.ts'

/** Gives a file or folder another name beside its own, so that nothing in it is lost; the new path. Throws STORE_FAILED. */
export const setAside = async (path: string): Promise<string> => {
  const aside = setAsideName(path)
  try {
    await rename(path, aside)
    return aside
  } catch (cause) {
    const message = `${path} can't be used, nor set aside (${String(codeOf(cause))}): move it elsewhere.`
    throw new AppError('STORE_FAILED', message, { cause })
  }
}
