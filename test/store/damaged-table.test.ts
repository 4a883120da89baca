import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
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

void t.test('a damaged table is set aside', async (t) => {
  const dataDir = t.testdir()
  const folder = await copyOf(dataDir)
  for (const database of await readdir(join(folder, 'base')))
    for (const name of await readdir(join(folder, 'base', database))) {
      const path = join(folder, 'base', database, name)
      const { size } = await stat(path)
      // Tables of the system have lower numbers.
      if (Number(name) >= 16_384 && size > 0) await writeFile(path, Buffer.alloc(size, 0xab))
    }
  const { store, told } = await open(dataDir)
  t.match(told, [/invalid page/u])
  await asideOf(dataDir, told)
  t.match(await store.listDialogues({ limit: 5 }), rest)
  await store.close()
})

void t.test('a file in the way is set aside', async (t) => {
  const dataDir = t.testdir({ store: 'a file' })
  const { store, told } = await open(dataDir)
  t.equal(await readFile(await asideOf(dataDir, told), 'utf8'), 'a file')
  await store.close()
})
