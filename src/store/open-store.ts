import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import {
  deleteDialogue,
  renewEpoch,
  selectDialogue,
  selectDialogues,
  selectHead,
  settleIn,
} from './dialogue-rows.ts'
import { insertFeedback, selectFeedback } from './feedback-rows.ts'
import {
  finishInterrupted,
  insertFrame,
  selectFramesAfter,
  selectFramesOfTurn,
} from './frame-rows.ts'
import { lockFolder } from './lock-folder.ts'
import { migrate } from './migrations.ts'
import { openPglite } from './open-pglite.ts'
import { prepareFolder } from './prepare-folder.ts'
import type { Store } from './store.ts'
import { insertTurn, selectSent, selectTurn } from './turn-rows.ts'

export type StoreOptions = { readonly dataDir: string }

/**
 * Opens the store in `dataDir` for this process alone; turns that a killed process left open are
 * closed with an `error` frame. Throws DATA_NOT_WRITABLE, DATA_IN_USE, STORE_FAILED.
 */
export const openStore = async ({ dataDir }: StoreOptions): Promise<Store> => {
  const unlock = await lockFolder(dataDir)
  try {
    const folder = join(dataDir, 'store')
    await prepareFolder(folder)
    const database = await openPglite(folder)
    const store = await createStore(database)
    await settleIn(database, await identify(folder))
    return { ...store, close: () => closeAll(store, unlock) }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Tells a folder from a copy of it. */
const identify = async (folder: string): Promise<string> => {
  const { dev, ino, birthtimeMs } = await stat(folder)
  return [dev, ino, birthtimeMs].join(' ')
}

const closeAll = async (store: Store, unlock: () => Promise<void>): Promise<void> => {
  try {
    await store.close()
  } finally {
    await unlock()
  }
}

/** The store over any database. */
export const createStore = async (database: Database): Promise<Store> => {
  await migrate(database)
  await finishInterrupted(database)
  return {
    startTurn: (turn) => database.transaction((tx) => insertTurn(tx, turn)),
    append: (turn, event) => insertFrame(database, turn, event),
    framesAfter: (dialogueId, lastSeq, limit) =>
      selectFramesAfter(database, dialogueId, lastSeq, limit),
    framesOfTurn: (turnId) => selectFramesOfTurn(database, turnId),
    findTurn: (turnId) => selectTurn(database, turnId),
    findSent: (sent) => selectSent(database, sent),
    getDialogue: (id) => selectDialogue(database, id),
    headOf: (id) => selectHead(database, id),
    renewEpoch: (id) => renewEpoch(database, id),
    listDialogues: (paging) => selectDialogues(database, paging),
    deleteDialogue: (id) => deleteDialogue(database, id),
    addFeedback: (feedback) => insertFeedback(database, feedback),
    listFeedback: (paging) => selectFeedback(database, paging),
    close: () => database.close(),
  }
}
