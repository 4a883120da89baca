import { statfs } from 'node:fs/promises'
import { isAppError } from '../../spec/errors.ts'
import { lockFolder } from '../../store/lock-folder.ts'
import { ok, type Check } from './check.ts'

// A new database takes 40 MB; below this, the first dialogues would fail.
const LEAST_FREE_BYTES = 200e6

/** Writes its lock into the folder, as the service would. */
export const checkDataFolder: Check['run'] = async ({ data }) => {
  try {
    const unlock = await lockFolder(data)
    await unlock()
  } catch (error) {
    if (!isAppError(error, 'DATA_IN_USE')) throw error
    const remedy = 'Where that is your service, all is well.'
    return { status: 'warning', detail: error.message, remedy }
  }
  const { bavail, bsize } = await statfs(data)
  const free = bavail * bsize
  const detail = `${data} can be written, ${(free / 1e9).toFixed(1)} GB free`
  if (free >= LEAST_FREE_BYTES) return ok(detail)
  return { status: 'warning', detail, remedy: 'Free disk space, or point DUNNOCK_DATA elsewhere.' }
}
