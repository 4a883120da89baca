import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

// Looking at a few files costs next to nothing, and works on every file system, unlike its events.
const EVERY_MS = 500

/** Calls back after files of the folders were added, changed or removed; a folder may appear later. */
export const watchFolders = (
  folders: readonly string[],
  onChange: () => Promise<void>,
  everyMs = EVERY_MS,
): { readonly close: () => void } => {
  let seen: string | undefined
  let isLooking = false
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      const state = (await Promise.all(folders.map(describe))).join('\n\n')
      const changed = seen !== undefined && seen !== state
      seen = state
      if (changed) await onChange()
    } finally {
      isLooking = false
    }
  }
  void look()
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

const describe = async (folder: string): Promise<string> => {
  const names = await readdir(folder).catch((): string[] => [])
  const states = await Promise.all(
    names.toSorted().map(async (name) => {
      const about = await stat(join(folder, name)).catch(() => undefined)
      return `${name} ${about?.mtimeMs ?? ''} ${about?.size ?? ''} ${about?.ino ?? ''}`
    }),
  )
  return states.join('\n')
}
