import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { whyNoRoom } from './disk-room.ts'
import { branchDialogue } from './branch-dialogue.ts'
import {
  deleteDialogue,
  deleteTurn,
  renameDialogue,
  renewEpoch,
  selectDialogue,
  selectDialogues,
  selectHead,
  settleIn,
} from './dialogue-rows.ts'
import {
  deleteFeedback,
  insertFeedback,
  selectFeedback,
  selectFeedbackOf,
} from './feedback-rows.ts'
import {
  finishInterrupted,
  insertFrame,
  selectFramesAfter,
  selectFramesOfTurn,
} from './frame-rows.ts'
import { lockFolder } from './lock-folder.ts'
import { migrate, readThrough } from './migrations.ts'
import { openFolder } from './open-folder.ts'
import type { Store } from './store.ts'
import { insertTurn, selectSent, selectTurn } from './turn-rows.ts'
import { watchWrites } from './watch-writes.ts'

export type StoreOptions = {
  readonly dataDir: string
  /** Told where data that can't be used has been set aside. */
  readonly report?: (message: string) => void
  /** The folder can be written and is this process's own; the database may yet have to be made. */
  readonly onLocked?: () => void
  /** Ends the making of a new database. */
  readonly signal?: AbortSignal
}

// With less, nothing more is begun: the database needs some for what it has begun.
const LEAST_BYTES = 2e6

/**
 * Opens the store in `dataDir` for this process alone; turns that a killed process left open are
 * closed with an `error` frame. Throws DATA_NOT_WRITABLE, DATA_IN_USE, STORE_FAILED.
 */
export const openStore = async ({
  dataDir,
  report = () => undefined,
  onLocked,
  signal,
}: StoreOptions): Promise<Store> => {
  const folder = join(dataDir, 'store')
  const unlock = await lockFolder(dataDir)
  onLocked?.()
  const open = async (database: Database): Promise<Store> => {
    const store = await createStore(database, () =>
      whyNoRoom(dataDir, LEAST_BYTES, 'the data folder'),
    )
    await readThrough(database)
    await settleIn(database, await identify(folder))
    return store
  }
  try {
    const store = await openFolder(folder, open, { report, ...(signal && { signal }) })
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

/** The store over any database; `whyFull` says why nothing can be stored where it is. */
export const createStore = async (
  unwatched: Database,
  whyFull: () => Promise<string | undefined> = () => Promise.resolve(undefined),
): Promise<Store> => {
  await migrate(unwatched)
  await finishInterrupted(unwatched)
  const database = watchWrites(unwatched, whyFull)
  return {
    startTurn: (turn) => database.transaction((tx) => insertTurn(tx, turn)),
    append: (turn, event) => insertFrame(database, turn, event),
    framesAfter: (dialogueId, lastSeq, limit) =>
      selectFramesAfter(database, dialogueId, lastSeq, limit),
    framesOfTurn: (turnId) => selectFramesOfTurn(database, turnId),
    findTurn: (turnId) => selectTurn(database, turnId),
    findSent: (sent) => selectSent(database, sent),
    getDialogue: (id, window) => selectDialogue(database, id, window),
    headOf: (id) => selectHead(database, id),
    renewEpoch: (id) => renewEpoch(database, id),
    listDialogues: (paging) => selectDialogues(database, paging),
    renameDialogue: (id, title) => renameDialogue(database, id, title),
    branchDialogue: (from, before) =>
      database.transaction((tx) => branchDialogue(tx, from, before)),
    deleteDialogue: (id) => deleteDialogue(database, id),
    deleteTurn: (turnId) => database.transaction((tx) => deleteTurn(tx, turnId)),
    addFeedback: (feedback, rater) => insertFeedback(database, feedback, rater),
    removeFeedback: (id) => deleteFeedback(database, id),
    feedbackOf: (dialogueId) => selectFeedbackOf(database, dialogueId),
    listFeedback: (paging) => selectFeedback(database, paging),
    health: () => database.health(),
    close: () => database.close(),
  }
}
