import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openStore } from '../../src/store/open-store.ts'
import type { Store } from '../../src/store/store.ts'
import { copyTemplate } from './test-database.ts'

/** The one turn that the filled store holds, and that nobody ended. */
export const turn = { dialogueId: 'd', turnId: 't', text: 'a question' }
/** The data folder that it is copied from. */
export const filled = t.testdir()
await copyTemplate(join(filled, 'store'))
const first = await openStore({ dataDir: filled })
await first.startTurn(turn)
await first.append(turn, { type: 'error', code: 'ABORTED', message: 'left' })
await first.close()

/** Puts the filled store into a data folder. */
export const copyOf = async (dataDir: string): Promise<string> => {
  await cp(join(filled, 'store'), join(dataDir, 'store'), { recursive: true })
  return join(dataDir, 'store')
}

/** A store, and what was reported while it was opened. */
export const open = async (dataDir: string): Promise<{ store: Store; told: string[] }> => {
  const told: string[] = []
  return { store: await openStore({ dataDir, report: (one) => told.push(one) }), told }
}

/** The one folder that was set aside, which the report has to name. */
export const asideOf = async (dataDir: string, told: readonly string[]): Promise<string> => {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith('store.set-aside-'))
  t.equal(names.length, 1)
  const path = join(dataDir, names[0] ?? '')
  t.match(told.join('\n'), path)
  return path
}
