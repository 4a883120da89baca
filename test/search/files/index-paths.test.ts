import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import tap from 'tap'
import { demoPaths } from '../../../src/search/files/demo-corpus.ts'
import { openDocumentIndex, type DocumentIndex } from '../../../src/search/index/document-index.ts'
import { indexPaths, type IndexProgress } from '../../../src/search/files/index-paths.ts'
import { walkFiles } from '../../../src/search/files/walk-files.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'
import { tinyPdf } from '../../helpers/tiny-pdf.ts'

const isRoot = process.getuid?.() === 0 && 'root reads everything'

const FOLDER = {
  'a.txt': 'Apples are harvested in autumn.',
  'b.md': '# Bees\n\nBees sleep in winter.',
  'c.html': '<h1>Cows</h1><p>Cows chew for eight hours a day.</p>',
  'photo.png': 'not for us',
  'script.js': 'nor this',
  '.hidden': { 'x.txt': 'This stays private.' },
  node_modules: { pkg: { 'readme.md': 'Not this one either.' } },
  sub: { 'd.txt': 'Ducks float on water.', 'empty.txt': '' },
}

const open = async (t: Pick<typeof tap, 'teardown'>, dataDir: string): Promise<DocumentIndex> => {
  const index = await openDocumentIndex({ dataDir, encoder: hashEncoder() })
  t.teardown(() => index.close())
  return index
}

void tap.test(
  'a folder is indexed, what can not be read is listed and the rest goes on',
  async (t) => {
    const folder = t.testdir({ docs: FOLDER, data: {} })
    await writeFile(join(folder, 'docs/e.pdf'), tinyPdf(['Eels migrate across the ocean.']))
    await writeFile(join(folder, 'docs/binary.txt'), Buffer.from([0, 1, 2]))
    const index = await open(t, join(folder, 'data'))
    const steps: IndexProgress[] = []
    const report = await indexPaths(index, [join(folder, 'docs'), join(folder, 'gone')], {
      onProgress: (step) => steps.push(step),
    })
    t.match(report, { added: 5, unchanged: 0, removed: 0, passages: 5 })
    const reasons = report.failures.map(
      ({ path, reason }) => `${path.slice(folder.length)} ${reason}`,
    )
    t.same(reasons.length, 3)
    t.match(reasons.join('\n'), /\/gone no such file/u)
    t.match(reasons.join('\n'), /binary\.txt .*NUL/u)
    t.match(reasons.join('\n'), /empty\.txt .*no text/u)
    t.match(steps.at(-1), { done: 7, total: 7, passages: 5, etaMs: 0 })
    const [eels] = await index.search('eels migrate', 1)
    t.equal(eels?.url, 'document:docs/e.pdf')
    t.equal(
      (await index.search('stays private', 10)).some((hit) => /private/u.test(hit.text)),
      false,
    )
  },
)

void tap.test('a second run reads only what changed, and forgets what is gone', async (t) => {
  const folder = t.testdir({ docs: FOLDER, data: {} })
  const docs = join(folder, 'docs')
  const index = await open(t, join(folder, 'data'))
  await indexPaths(index, [docs])
  await writeFile(join(docs, 'a.txt'), 'Apricots are harvested in summer.')
  await rm(join(docs, 'b.md'))
  await rm(join(docs, 'sub'), { recursive: true })
  const report = await indexPaths(index, [docs])
  t.match(report, { added: 1, unchanged: 1, removed: 2 })
  t.equal(index.list({ limit: 9 }).total, 2)
  t.match((await index.search('apricots', 1))[0], { text: 'Apricots are harvested in summer.' })
})

void tap.test(
  'a folder that can not be read now is not taken for gone',
  { skip: isRoot },
  async (t) => {
    const folder = t.testdir({ docs: FOLDER, data: {} })
    const index = await open(t, join(folder, 'data'))
    await indexPaths(index, [join(folder, 'docs')])
    await chmod(join(folder, 'docs/sub'), 0)
    const report = await indexPaths(index, [join(folder, 'docs')])
    await chmod(join(folder, 'docs/sub'), 0o700)
    t.match(report, { removed: 0, failures: [{ reason: 'permission denied' }] })
  },
)

void tap.test('other collections and other folders are left alone', async (t) => {
  const folder = t.testdir({ docs: FOLDER, other: { 'z.txt': 'Zebras graze at dawn.' }, data: {} })
  const index = await open(t, join(folder, 'data'))
  await index.add({ name: 'posted.txt', text: 'Posted by hand, it has no file.' })
  await indexPaths(index, [join(folder, 'other')])
  await indexPaths(index, [join(folder, 'docs')], { collection: 'demo' })
  await rm(join(folder, 'docs/a.txt'))
  await indexPaths(index, [join(folder, 'docs')], { collection: 'demo' })
  t.equal(index.list({ limit: 9, collection: 'demo' }).total, 3)
  t.equal(index.list({ limit: 9, collection: 'default' }).total, 2)
})

void tap.test('links that lead in circles end', async (t) => {
  const folder = t.testdir({ docs: { 'a.txt': 'x' } })
  await symlink(folder, join(folder, 'docs/up'))
  await symlink(join(folder, 'docs/self'), join(folder, 'docs/self'))
  const { files, failures } = await walkFiles([folder])
  t.equal(files.length, 1)
  t.match(failures, [{ reason: 'a link that leads to itself' }])
})

void tap.test('of every file that is passed over it is told why', async (t) => {
  const folder = t.testdir({
    docs: {
      ...FOLDER,
      'plan.docx': 'x',
      'bees.epub': 'x',
      README: 'no ending',
      'table.xlsx': 'x',
      inside: { 'e.txt': 'Elks graze.' },
    },
    'secret.txt': 'This is none of your business.',
    other: { 'f.txt': 'Foxes hunt.' },
  })
  const docs = join(folder, 'docs')
  await symlink(join(folder, 'secret.txt'), join(docs, 'secret.txt'))
  await symlink(join(folder, 'other'), join(docs, 'other'))
  await symlink(join(docs, 'inside'), join(docs, 'again'))
  await symlink(join(docs, 'nowhere.txt'), join(docs, 'broken.txt'))
  const { files, failures, passedOver, skipped } = await walkFiles([docs])
  const names = files.map(({ name }) => name)
  t.notOk(names.some((name) => /secret|other/u.test(name)))
  t.equal(
    names.filter((name) => name.endsWith('e.txt')).length,
    1,
    'once, though a link leads there',
  )
  t.match(failures, [{ path: /broken/u, reason: 'no such file or folder' }])
  t.equal(skipped, 2, '.hidden and node_modules')
  const told = passedOver.map(({ path, reason }) => `${path.slice(docs.length + 1)}: ${reason}`)
  t.equal(told.length, 8)
  for (const one of [
    /^plan\.docx: .*Word document/u,
    /^bees\.epub: .*e-book/u,
    /^table\.xlsx: .*spreadsheet/u,
    /^README: .*no ending/u,
    /^photo\.png: .*image/u,
    /^script\.js: .*\.js/u,
    /^secret\.txt: a link out of the folder/u,
    /^other: a link out of the folder/u,
  ])
    t.ok(
      told.some((line) => one.test(line)),
      String(one),
    )
  t.match(await walkFiles([join(docs, 'secret.txt')]), { files: [{}] }, 'named itself, it is meant')
})

void tap.test('a file that became a link out of the folder is forgotten', async (t) => {
  const folder = t.testdir({ docs: FOLDER, data: {}, 'a.txt': 'Elsewhere.' })
  const index = await open(t, join(folder, 'data'))
  await indexPaths(index, [join(folder, 'docs')])
  await rm(join(folder, 'docs/a.txt'))
  await symlink(join(folder, 'a.txt'), join(folder, 'docs/a.txt'))
  t.match(await indexPaths(index, [join(folder, 'docs')]), { removed: 1, added: 0 })
})

void tap.test('stopping leaves whole documents, and the next run does the rest', async (t) => {
  const folder = t.testdir({ docs: {}, data: {} })
  const docs = join(folder, 'docs')
  await mkdir(docs, { recursive: true })
  for (let at = 0; at < 60; at += 1)
    await writeFile(join(docs, `${at}.txt`), `Fact number ${at} stands here.`)
  const index = await open(t, join(folder, 'data'))
  const stop = new AbortController()
  const run = indexPaths(index, [docs], { signal: stop.signal, onProgress: () => stop.abort() })
  await t.rejects(run, { code: 'ABORTED' })
  const { total } = index.list({ limit: 1 })
  t.ok(total > 0 && total < 60, `${total} of 60`)
  t.match(await indexPaths(index, [docs]), { added: 60 - total, unchanged: total })
})

void tap.test('the demo corpus is the documentation of our own packages', async (t) => {
  const paths = await demoPaths()
  const { files, failures } = await walkFiles(paths)
  t.same(failures, [])
  const names = files.map(({ path }) => path.replaceAll('\\', '/'))
  t.ok(names.some((name) => name.endsWith('fastify/docs/Reference/Server.md')))
  t.ok(names.some((name) => name.endsWith('undici/docs/docs/api/MockAgent.md')))
  t.ok(names.some((name) => /\/zod\/readme\.md$/iu.test(name)))
  t.ok(files.length >= 100, `${files.length} files`)
})
