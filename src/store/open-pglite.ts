import { PGlite } from '@electric-sql/pglite'
import { AppError } from '../spec/errors.ts'
import type { Database, Queries } from './database.ts'

/**
 * Embedded Postgres in a folder. A database that has given up
 * (a disk that was full at the wrong moment) is opened anew by the next call. Throws STORE_FAILED.
 */
export const openPglite = async (folder: string): Promise<Database> => {
  const open = (): Promise<PGlite> => PGlite.create(folder).catch(rethrow)
  let current = open()
  const live = async (): Promise<PGlite> => {
    const seen = current
    const driver = await seen.catch(() => undefined)
    if (driver !== undefined && !driver.closed) return driver
    if (current === seen) current = open()
    return current
  }
  const attempt = async <T>(work: (driver: PGlite) => Promise<T>): Promise<T> => {
    const driver = await live()
    return work(driver).catch(async (cause: unknown) => {
      if (isTrap(cause)) await close(driver)
      return rethrow(cause)
    })
  }
  await current
  return {
    query: (sql, parameters) => attempt((driver) => queriesOf(driver).query(sql, parameters)),
    transaction: (work) => attempt((driver) => driver.transaction((tx) => work(queriesOf(tx)))),
    close: async () => close(await current),
  }
}

const queriesOf = (driver: Pick<PGlite, 'query'>): Queries => ({
  query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
    (await driver.query<Row>(sql, [...parameters])).rows,
})

// What is left of a database whose program has trapped or ended can't be used any more.
const isTrap = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'RuntimeError' || error.name === 'ExitStatus')

const close = async (driver: PGlite): Promise<void> => {
  if (driver.closed) return
  // A program that has trapped can't be ended in order either; its folder is recovered when opened.
  await driver.close().catch(() => undefined)
}

const rethrow = (cause: unknown): never => {
  if (cause instanceof AppError) throw cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new AppError('STORE_FAILED', `The store failed: ${reason}`, { cause })
}
