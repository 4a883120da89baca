import { AppError, isAppError } from '../spec/errors.ts'
import type { StoreHealth } from '../spec/health.ts'
import type { Database } from './database.ts'
import { codeOf } from '../base/make-folder.ts'

export type WatchedDatabase = Database & {
  /** Whether turns can be stored right now; after a failure, by trying. */
  health(): Promise<StoreHealth>
}

/** A database that remembers that it failed until it has been written again. */
export const watchWrites = (
  database: Database,
  whyNoRoom: () => Promise<string | undefined>,
): WatchedDatabase => {
  let failure: string | undefined
  let trying: Promise<void> | undefined
  const watched = async <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      if (isOfStorage(error)) failure = messageOf(error)
      const full = failure === undefined ? undefined : await whyNoRoom()
      throw full === undefined ? error : new AppError('STORE_FAILED', full, { cause: error })
    })
  const tryAgain = async (): Promise<void> => {
    try {
      await database.transaction(async (tx) => {
        await tx.query(`insert into dialogues (id, title) values ('probe', 'probe')`)
        await tx.query(`delete from dialogues where id = 'probe'`)
      })
      failure = undefined
    } catch (error) {
      failure = messageOf(error)
    }
  }
  return {
    query: (sql, parameters) => watched(database.query(sql, parameters)),
    transaction: (work) => watched(database.transaction(work)),
    close: () => database.close(),
    health: async () => {
      const full = await whyNoRoom()
      if (full !== undefined) return { status: 'failed', detail: full }
      if (failure !== undefined) {
        trying ??= tryAgain().finally(() => (trying = undefined))
        await trying
      }
      return failure === undefined
        ? { status: 'ok', detail: 'dialogues are stored' }
        : { status: 'failed', detail: failure }
    },
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

// Classes of SQLSTATE that tell of the statement, not of where it is stored.
const OF_STATEMENT = /^(?:22|23|42)/u

const isOfStorage = (error: unknown): boolean => {
  if (!isAppError(error, 'STORE_FAILED') || !(error.cause instanceof Error)) return false
  const code = codeOf(error.cause)
  return typeof code !== 'string' || !OF_STATEMENT.test(code)
}
