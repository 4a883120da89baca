import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { asideOf, copyOf, filled, open, turn } from '../helpers/filled-store.ts'

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
