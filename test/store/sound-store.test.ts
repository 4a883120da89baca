import { chmod, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { copyOf, open, turn } from '../helpers/filled-store.ts'

const isRoot = process.getuid?.() === 0 && 'root reads everything'

void t.test('what an unfinished start left behind is made anew', async (t) => {
  const dataDir = t.testdir({ '.new-database': { base: {} }, store: {} })
  const { store, told } = await open(dataDir)
  t.same(told, [])
  await store.startTurn(turn)
  await store.close()
  t.same((await readdir(dataDir)).sort(), ['store'])
})

void t.test('a store of another version stays where it is', async (t) => {
  const dataDir = t.testdir()
  const folder = await copyOf(dataDir)
  await writeFile(join(folder, 'PG_VERSION'), '99\n')
  await t.rejects(open(dataDir), {
    code: 'STORE_FAILED',
    message: /Postgres 99.*Nothing was changed/u,
  })
  t.same(await readdir(dataDir), ['store'])
})

void t.test('a store that belongs to another user is not damaged', { skip: isRoot }, async (t) => {
  const dataDir = t.testdir()
  const folder = await copyOf(dataDir)
  await chmod(join(folder, 'global'), 0)
  t.teardown(() => chmod(join(folder, 'global'), 0o700))
  await t.rejects(open(dataDir), { code: 'DATA_NOT_WRITABLE', message: 'global' })
  t.same(await readdir(dataDir), ['store'])
})
