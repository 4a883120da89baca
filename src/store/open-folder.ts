import { access, constants, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { codeOf, notWritable } from '../base/make-folder.ts'
import { isOtherVersion, otherVersion } from './other-version.ts'
import { openPglite } from './open-pglite.ts'
import { prepareDatabase } from './prepare-database.ts'
import { setAside } from './set-aside.ts'

type Use<Opened> = (database: Database) => Promise<Opened>

type FolderOptions = {
  /** Told where what can't be used has been set aside. */
  readonly report: (message: string) => void
  /** Ends the making of a new database. */
  readonly signal?: AbortSignal
}

/**
 * Opens the database in a folder and hands it to `use`, which throws where it is damaged. Makes one
 * where there is none. What is there and can't be used is never deleted: it is set aside once a new
 * one is made, so that a full disk or a lack of memory is not taken for damage. Throws STORE_FAILED,
 * also for a database of another version.
 */
export const openFolder = async <Opened>(
  folder: string,
  use: Use<Opened>,
  options: FolderOptions,
): Promise<Opened> => {
  if (await isEmpty(folder)) {
    await prepareDatabase(folder, options)
    return tryOpen(folder, use)
  }
  const why = await whyIncomplete(folder)
  if (why !== undefined) return openAnew(folder, why, use, options)
  return tryOpen(folder, use).catch((error: unknown) => {
    if (isOtherVersion(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    return openAnew(folder, `it can't be read: ${reason}`, use, options)
  })
}

const tryOpen = async <Opened>(folder: string, use: Use<Opened>): Promise<Opened> => {
  const database = await openPglite(folder)
  try {
    return await use(database)
  } catch (error) {
    await database.close().catch(() => undefined)
    throw error
  }
}

const openAnew = async <Opened>(
  folder: string,
  why: string,
  use: Use<Opened>,
  options: FolderOptions,
): Promise<Opened> => {
  await requireRights(folder)
  const clear = async (fresh: string): Promise<void> => {
    await requireSameVersion(folder, fresh)
    const aside = await setAside(folder)
    options.report(
      `${folder} is no sound database of dialogues (${why.replace(/\.$/u, '')}). ` +
        `Nothing was deleted: it is kept as ${aside}, and dialogues begin anew.`,
    )
  }
  await prepareDatabase(folder, { ...options, clear })
  return tryOpen(folder, use)
}

const isEmpty = async (folder: string): Promise<boolean> => {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true
    if (codeOf(error) === 'ENOTDIR') return false
    throw notWritable(folder, error)
  }
}

const whyIncomplete = async (folder: string): Promise<string | undefined> => {
  const version = await versionOf(folder)
  return version === undefined ? 'its PG_VERSION is missing' : undefined
}

const versionOf = async (folder: string): Promise<string | undefined> =>
  (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined))?.trim()

const requireSameVersion = async (folder: string, fresh: string): Promise<void> => {
  const [theirs, ours] = await Promise.all([versionOf(folder), versionOf(fresh)])
  if (theirs === undefined || theirs === ours || !/^\d+$/u.test(theirs)) return
  throw otherVersion(
    `${folder} was written by Postgres ${theirs}; this Dunnock reads ${ours} alone.`,
  )
}

// Files that another user owns are not damaged.
const requireRights = async (folder: string): Promise<void> => {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOTDIR') return []
    throw notWritable(folder, error)
  })
  for (const path of ['', ...names].map((name) => join(folder, name))) {
    await access(path, constants.R_OK | constants.W_OK).catch((error: unknown) => {
      if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') throw notWritable(path, error)
    })
  }
}
