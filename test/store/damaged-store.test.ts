import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openStore } from '../../src/store/open-store.ts'
import type { Store } from '../../src/store/store.ts'
import { copyTemplate } from '../helpers/test-database.ts'

const turn = { dialogueId: 'd', turnId: 't', text: 'a question' }
const filled = t.testdir()
await copyTemplate(join(filled, 'store'))
const first = await openStore({ dataDir: filled })
await first.startTurn(turn)
await first.append(turn, { type: 'error', code: 'ABORTED', message: 'left' })
await first.close()

const copyOf = async (dataDir: string): Promise<string> => {
  await cp(join(filled, 'store'), join(dataDir, 'store'), { recursive: true })
  return join(dataDir, 'store')
}

const open = async (dataDir: string): Promise<{ store: Store; told: string[] }> => {
  const told: string[] = []
  return { store: await openStore({ dataDir, report: (one) => told.push(one) }), told }
}

/** The one folder that was set aside, which the report has to name. */
const asideOf = async (dataDir: string, told: readonly string[]): Promise<string> => {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith('store.set-aside-'))
  t.equal(names.length, 1)
  const path = join(dataDir, names[0] ?? '')
  t.match(told.join('\n'), path)
  return path
}

const rest = { total: 0, dialogues: [] }

void t.test('half a store is set aside with all that is in it, and said so', async (t) => {
  const dataDir = t.testdir()
  const folder = await copyOf(dataDir)
  await rm(join(folder, 'PG_VERSION'))
  await mkdir(join(folder, 'pictures'))
  await writeFile(join(folder, 'pictures', 'cat.txt'), 'not of ours')
  const { store, told } = await open(dataDir)
  t.match(told, [/PG_VERSION is missing.*Nothing was deleted/u])
  const aside = await asideOf(dataDir, told)
  t.equal(await readFile(join(aside, 'pictures', 'cat.txt'), 'utf8'), 'not of ours')
  t.match(await store.listDialogues({ limit: 5 }), rest)
  await store.startTurn(turn)
  await store.close()

  await rm(folder, { recursive: true })
  await cp(aside, folder, { recursive: true })
  await writeFile(join(folder, 'PG_VERSION'), await readFile(join(filled, 'store', 'PG_VERSION')))
  const again = await open(dataDir)
  t.match(await again.store.getDialogue('d'), { turns: [{ text: 'a question' }] }, 'all is kept')
  t.same(again.told, [])
  await again.store.close()
})
