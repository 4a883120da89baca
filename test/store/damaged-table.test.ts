import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { asideOf, copyOf, open } from '../helpers/filled-store.ts'

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
