import { join } from 'node:path'
import type { Database } from './database.ts'
import { deleteDialogue, selectDialogue, selectDialogues } from './dialogue-rows.ts'
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

export type StoreOptions = {
  readonly dataDir: string
  /** The folder can be written and is this process's own; the database may yet have to be made. */
  readonly onLocked?: () => void
  /** Ends the making of a new database. */
  readonly signal?: AbortSignal
}

/**
 * Opens the store in `dataDir` for this process alone; turns that a killed process left open are
 * closed with an `error` frame. Throws DATA_NOT_WRITABLE, DATA_IN_USE, STORE_FAILED.
 */
export const openStore = async ({ dataDir, onLocked, signal }: StoreOptions): Promise<Store> => {
  const unlock = await lockFolder(dataDir)
  onLocked?.()
  try {
    const folder = join(dataDir, 'store')
    await prepareFolder(folder, signal)
    const database = await openPglite(folder)
    const store = await createStore(database)
    return { ...store, close: () => closeAll(store, unlock) }
  } catch (error) {
    await unlock()
    throw error
  }
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
    listDialogues: (paging) => selectDialogues(database, paging),
    deleteDialogue: (id) => deleteDialogue(database, id),
    addFeedback: (feedback) => insertFeedback(database, feedback),
    listFeedback: (paging) => selectFeedback(database, paging),
    close: () => database.close(),
  }
}
