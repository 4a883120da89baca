import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/store/database.ts'
import { openPglite } from '../../src/store/open-pglite.ts'
import { createStore } from '../../src/store/open-store.ts'
import { prepareDatabase } from '../../src/store/prepare-database.ts'
import type { Store } from '../../src/store/store.ts'

const cache = fileURLToPath(new URL('../../node_modules/.cache/dunnock', import.meta.url))

/** Where the empty database of the installed version is kept. */
const findTemplate = async (): Promise<string> => {
  const program = new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))
  const hash = createHash('sha256').update(await readFile(program))
  return join(cache, `empty-database-${hash.digest('hex').slice(0, 12)}`)
}

/** Making a database takes seconds, copying an empty one does not: all tests copy the same one. */
export const copyTemplate = async (folder: string): Promise<void> => {
  const template = await findTemplate()
  const copied = await cp(template, folder, { recursive: true }).catch(() => 'none')
  if (copied !== 'none') return
  await mkdir(cache, { recursive: true })
  const own = `${template}-${process.pid}`
  await prepareDatabase(own)
  await cp(own, folder, { recursive: true })
  // Another test may have been quicker.
  await rename(own, template).catch(() => rm(own, { recursive: true, force: true }))
}

/** An empty database of its own; its folder is gone when it is closed. */
export const openTestDatabase = async (): Promise<Database> => {
  const folder = await mkdtemp(join(tmpdir(), 'dunnock-test-'))
  await copyTemplate(folder)
  const database = await openPglite(folder)
  return {
    ...database,
    close: async () => {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const openTestStore = async (): Promise<Store> => createStore(await openTestDatabase())
