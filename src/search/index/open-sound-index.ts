import { stat } from 'node:fs/promises'
import type { Encoder } from '../../spec/encoder.ts'
import { AppError } from '../../spec/errors.ts'
import { indexFolder, type IndexTables, openTables } from './index-tables.ts'
import { type IndexWriter, openIndexWriter } from './index-writer.ts'
import { findByMeaning, findByWords } from './passage-queries.ts'

/** What the one process that owns the data folder may do with an index that is damaged. */
export type Mending = {
  /** Gives a path another name, and says which. Throws where the disk is full, which is no damage. */
  setAside(path: string): Promise<string>
  report(message: string): void
}

export type OpenedIndex = { readonly tables: IndexTables; readonly writer: IndexWriter }

/**
 * Opens the index, and asks it something. One that is damaged is set aside and begun anew, for its
 * documents to be restored; without `mending`, or where the machine is at fault, that is STORE_FAILED.
 */
export const openSoundIndex = async (
  dataDir: string,
  encoder: Encoder,
  mending?: Mending,
): Promise<OpenedIndex> => {
  const { root, folder } = indexFolder(dataDir, encoder)
  try {
    return await tryOpen(dataDir, encoder)
  } catch (error) {
    const reason = innermost(error)
    if (mending === undefined || OF_MACHINE.test(reason)) throw cantOpen(folder, reason, error)
    const aside = await mending.setAside((await isFile(root)) ? root : folder)
    mending.report(
      `The search index in ${folder} is damaged (${reason}). Nothing was deleted: it is kept as ` +
        `${aside}, and the index is built anew from the stored documents.`,
    )
    return await tryOpen(dataDir, encoder).catch((again: unknown) => {
      throw cantOpen(folder, innermost(again), again)
    })
  }
}

const tryOpen = async (dataDir: string, encoder: Encoder): Promise<OpenedIndex> => {
  const tables = await openTables(dataDir, encoder)
  try {
    const { passages } = tables
    // Files of the indexes are read by a search alone.
    await findByWords(passages, 'word', { limit: 1 })
    await findByMeaning(passages, new Float32Array(encoder.dimensions).fill(1), { limit: 1 })
    return { tables, writer: await openIndexWriter(tables) }
  } catch (error) {
    tables.close()
    throw error
  }
}

const cantOpen = (folder: string, reason: string, cause: unknown): AppError =>
  new AppError('STORE_FAILED', `The index in ${folder} can't be opened: ${reason}.`, { cause })

// What the operating system says where no file is damaged.
const OF_MACHINE =
  /no space|quota|permission denied|read-only|too many open|out of memory|os error (?:1|13|24|28|30)\)/iu
const LONGEST = 200

/** LanceDB tells a page, with places in its own source. */
const innermost = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error)
  const [told = ''] = text.replaceAll(/\s+/gu, ' ').split(/, \/|, location:/u)
  return told.trim().slice(0, LONGEST).replace(/\.$/u, '')
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false
