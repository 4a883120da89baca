import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openDocumentIndex, type DocumentIndex } from '../../../src/search/index/document-index.ts'
import { indexPaths } from '../../../src/search/files/index-paths.ts'
import { openTables } from '../../../src/search/index/index-tables.ts'
import { toPassage } from '../../../src/search/index/passage-row.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

// A long run by hand: FILES=5000 KILLS=50 npx tap --timeout=3600 test/search/index/index-kill.test.ts
const FILES = Number(process.env['FILES'] ?? 160)
const KILLS = Number(process.env['KILLS'] ?? 4)
const child = fileURLToPath(new URL('../../helpers/index-folder.ts', import.meta.url))

/** Words that no other file has: they are found by meaning too, where words are not indexed yet. */
const subjectOf = (file: number): string =>
  Array.from({ length: 5 }, (_, word) => `subject${file * 5 + word}`).join(' ')

/** Every row of the table: each committed document has all its passages, once, and nothing else is live. */
const checkPassages = async (dataDir: string, index: DocumentIndex): Promise<readonly string[]> => {
  const tables = await openTables(dataDir, hashEncoder())
  const documents = await tables.documents.query().select(['id', 'revision', 'passages']).toArray()
  const passages = await tables.passages.query().select(['passage']).toArray()
  tables.close()
  const starts = new Map<string, number[]>()
  for (const { revision, start } of passages.map((row) => toPassage(String(row['passage']))))
    starts.set(revision, [...(starts.get(revision) ?? []), start])
  const wrong = documents.filter(({ revision, passages: count }) => {
    const own = starts.get(revision) ?? []
    return own.length !== count || new Set(own).size !== count
  })
  const twice = documents.length - new Set(documents.map(({ id }) => id)).size
  const { total } = index.list({ limit: 1 })
  return [
    ...wrong.map(({ id }) => `${id} is half there, or twice`),
    ...(twice > 0 ? [`${twice} documents are there twice`] : []),
    ...(total === documents.length ? [] : [`${total} of ${documents.length} are listed`]),
  ]
}

void t.test('after kill -9 in the middle every document is there once, none half', async (t) => {
  const folder = t.testdir({ docs: {}, data: {} })
  const [docs, dataDir] = [join(folder, 'docs'), join(folder, 'data')]
  await mkdir(docs, { recursive: true })
  for (let at = 0; at < FILES; at += 1) {
    const text = `${subjectOf(at)} stands here.\n\n${`It goes on about ${subjectOf(at)}. `.repeat(12)}`
    await writeFile(join(docs, `${at}.txt`), text)
  }
  let landed = 0
  for (let kill = 0; kill < KILLS; kill += 1) {
    const indexer = fork(child, [dataDir, docs], { execArgv: ['--import=tsx'] })
    const goal = (FILES * kill) / KILLS
    let [done, at, between] = [-1, performance.now(), 150]
    while (done < goal) {
      ;[done = FILES] = (await once(indexer, 'message')) as [number]
      ;[between, at] = [performance.now() - at, performance.now()]
    }
    // Somewhere in the next group of files, at another moment each time, however fast the machine is.
    await pause(((kill * 0.618) % 1) * Math.min(between, 2_000))
    if (indexer.exitCode === null) landed += 1
    indexer.kill('SIGKILL')
    await once(indexer, 'exit')

    const index = await openDocumentIndex({ dataDir, encoder: hashEncoder() })
    const { documents, total } = index.list({ limit: FILES })
    t.ok(total >= done && total <= FILES, `${total} documents after kill ${kill + 1}`)
    t.same(await checkPassages(dataDir, index), [])
    for (const { id, pageHash } of documents.slice(0, 5)) {
      t.ok(await index.page(pageHash), 'its snapshot is there')
      const [, number] = /(\d+)\.txt$/u.exec(index.get(id)?.name ?? '') ?? []
      const hits = await index.search(subjectOf(Number(number)), 50)
      t.ok(
        hits.some((hit) => hit.documentId === id),
        'it is found',
      )
    }
    await index.close()
  }
  t.equal(landed, KILLS, 'each kill met a process at work')
  const index = await openDocumentIndex({ dataDir, encoder: hashEncoder() })
  const report = await indexPaths(index, [docs])
  t.equal(report.added + report.unchanged, FILES)
  t.equal(index.list({ limit: 1 }).total, FILES)
  t.match(await indexPaths(index, [docs]), { added: 0, unchanged: FILES, removed: 0 })
  t.same(await checkPassages(dataDir, index), [])
  await index.close()
})
