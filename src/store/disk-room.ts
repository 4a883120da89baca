import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notWritable } from '../base/make-folder.ts'

const MB = 1e6

/** Why a folder's disk has no room for so many bytes, in words; undefined where it has. `name` is what it is called. */
export const whyNoRoom = async (
  folder: string,
  bytes: number,
  name = folder,
): Promise<string | undefined> => {
  const about = await statfs(folder).catch(() => undefined)
  // Some network file systems tell nothing.
  if (about === undefined || about.blocks === 0) return undefined
  const free = about.bavail * about.bsize
  if (free >= bytes) return undefined
  const [left, total] = [free, about.blocks * about.bsize].map(inMegabytes)
  return `The disk of ${name} is full: ${left} of ${total} are free, ${inMegabytes(bytes)} are needed.`
}

/** Like `whyNoRoom`, and by writing too: a quota is not seen before. */
export const whyNotWritten = async (folder: string, bytes: number): Promise<string | undefined> => {
  const known = await whyNoRoom(folder, bytes)
  if (known !== undefined) return known
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { flush: true })
    return undefined
  } catch (error) {
    return notWritable(folder, error).message
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

const PROBE_BYTES = 64 * 1024

const inMegabytes = (bytes: number): string => `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0)} MB`
