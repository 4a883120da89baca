import { readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { AppError } from '../../src/spec/errors.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'

const encoder = hashEncoder()
const GARDEN = { name: 'garden.txt', text: 'Tomatoes want sun and water every day.' }
const ROSES = { name: 'roses.txt', text: 'Roses want to be cut in spring.', collection: 'beds' }

const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true })
  const paths = names.map((name) => join(folder, name)).sort()
  const about = await Promise.all(paths.map((path) => stat(path)))
  return paths.filter((_, at) => about[at]?.isFile())
}

const makeIndex = async (dataDir: string): Promise<string> => {
  const index = await openDocumentIndex({ dataDir, encoder })
  await index.addAll([GARDEN, ROSES])
  await index.optimize()
  await index.close()
  return join(dataDir, 'index', encoder.id)
}

const mendingOf = () => {
  const told: string[] = []
  const setAside = async (path: string): Promise<string> => {
    await rename(path, `${path}.set-aside`)
    return `${path}.set-aside`
  }
  return { told, mending: { setAside, report: (message: string) => void told.push(message) } }
}

const DAMAGE: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'cut short': (path) => truncate(path, 7),
  emptied: (path) => truncate(path, 0),
  overwritten: async (path) => writeFile(path, Buffer.alloc((await stat(path)).size, 0xab)),
}

const OF = [
  ['all', /./u],
  ['the manifests', /\.manifest$/u],
  ['the rows', /passages\.lance.*data.*\.lance$/u],
  ['the index of words', /_indices/u],
] as const

for (const [what, damage] of Object.entries(DAMAGE))
  for (const [which, pattern] of OF)
    void t.test(`${which} ${what}: set aside, and built anew from the documents`, async (t) => {
      const dataDir = t.testdir()
      const folder = await makeIndex(dataDir)
      const files = (await filesBelow(folder)).filter((path) => pattern.test(path))
      t.ok(files.length > 0)
      for (const path of files) await damage(path)

      const { told, mending } = mendingOf()
      const index = await openDocumentIndex({ dataDir, encoder, mending })
      t.teardown(() => index.close())
      t.match(told, [/damaged .*set-aside/u])
      t.same((await filesBelow(`${folder}.set-aside`)).length > 0, true)
      t.same(await index.restore(), { restored: 2, lost: [] })
      t.match(await index.search('water for tomatoes', 1), [{ text: GARDEN.text }])
      t.equal(index.list({ limit: 5, collection: 'beds' }).total, 1)
      t.same(await index.restore(), { restored: 0, lost: [] })
    })

void t.test('who does not own the folder, or has no room, leaves the index alone', async (t) => {
  const dataDir = t.testdir()
  const folder = await makeIndex(dataDir)
  for (const path of await filesBelow(folder)) await truncate(path, 3)
  const wanted = { code: 'STORE_FAILED', message: /can't be opened/u }
  await t.rejects(openDocumentIndex({ dataDir, encoder }), wanted)
  const { mending, told } = mendingOf()
  const full = new AppError('STORE_FAILED', 'The disk is full.')
  const setAside = () => Promise.reject(full)
  await t.rejects(openDocumentIndex({ dataDir, encoder, mending: { ...mending, setAside } }), full)
  t.same(told, [])
  t.same(await readdir(join(dataDir, 'index')), [encoder.id])
})

void t.test(
  'a document is not restored once it is removed, and told of where it is lost',
  async (t) => {
    const dataDir = t.testdir()
    const before = await openDocumentIndex({ dataDir, encoder })
    const [garden] = [await before.add(GARDEN), await before.add(ROSES)]
    await before.remove(garden.id)
    const peas = await before.add({ name: 'peas.txt', text: 'Peas climb up a fence in June.' })
    await before.close()
    await rm(join(dataDir, 'index'), { recursive: true })
    await truncate(join(dataDir, 'pages', `${peas.pageHash}.json`), 20)
    const index = await openDocumentIndex({ dataDir, encoder })
    t.teardown(() => index.close())
    t.same(await index.restore(), { restored: 1, lost: ['peas.txt'] })
    t.same(await index.search('tomatoes', 1).then((hits) => hits.map(({ text }) => text)), [
      ROSES.text,
    ])
  },
)

void t.test('a damaged snapshot is told of, set aside and written anew', async (t) => {
  const dataDir = t.testdir()
  const index = await openDocumentIndex({ dataDir, encoder })
  t.teardown(() => index.close())
  const { pageHash } = await index.add(GARDEN)
  for (const length of [0, 9]) {
    await truncate(join(dataDir, 'pages', `${pageHash}.json`), length)
    await t.rejects(index.page(pageHash), { code: 'STORE_FAILED', message: /index its document/u })
    await index.add(GARDEN)
    t.match(await index.page(pageHash), { text: GARDEN.text })
  }
  const names = await readdir(join(dataDir, 'pages'))
  t.equal(names.filter((name) => name.includes('.set-aside-')).length, 2)
})
