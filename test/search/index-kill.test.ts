import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openDocumentIndex } from '../../src/search/document-index.ts'
import { indexPaths } from '../../src/search/index-paths.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'

// A long run by hand: FILES=5000 KILLS=50 npx tap --timeout=3600 test/search/index-kill.test.ts
const FILES = Number(process.env['FILES'] ?? 160)
const KILLS = Number(process.env['KILLS'] ?? 4)
const child = fileURLToPath(new URL('../helpers/index-folder.ts', import.meta.url))

void t.test('after kill -9 in the middle every document is there once, none half', async (t) => {
  const folder = t.testdir({ docs: {}, data: {} })
  const [docs, dataDir] = [join(folder, 'docs'), join(folder, 'data')]
  await mkdir(docs, { recursive: true })
  for (let at = 0; at < FILES; at += 1) {
    const text = `First fact of file ${at} is here.\n\n${'It goes on for a while longer. '.repeat(30)}`
    await writeFile(join(docs, `${at}.txt`), text)
  }
  let done = -1
  for (let kill = 0; kill < KILLS; kill += 1) {
    const indexer = fork(child, [dataDir, docs], { execArgv: ['--import=tsx'] })
    const goal = (FILES * kill) / KILLS
    // Past its goal and a moment more: somewhere in a group of files.
    for (done = -1; done < goal;) [done = FILES] = (await once(indexer, 'message')) as [number]
    await pause((37 * kill) % 150)
    indexer.kill('SIGKILL')
    await once(indexer, 'exit')

    const index = await openDocumentIndex({ dataDir, encoder: hashEncoder() })
    const { documents, total } = index.list({ limit: FILES })
    t.ok(total >= done && total <= FILES, `${total} documents after kill ${kill + 1}`)
    for (const { id, pageHash, passages } of documents.slice(0, 5)) {
      t.ok(await index.page(pageHash), 'its snapshot is there')
      const [, number] = /(\d+)\.txt$/u.exec(index.get(id)?.name ?? '') ?? []
      const hits = await index.search(`First fact of file ${number}`, FILES)
      const own = hits.filter((hit) => hit.documentId === id)
      t.equal(new Set(own.map((hit) => hit.start)).size, own.length, 'no passage twice')
      t.ok(own.length >= 1 && own.length <= passages)
    }
    await index.close()
  }
  const index = await openDocumentIndex({ dataDir, encoder: hashEncoder() })
  const report = await indexPaths(index, [docs])
  t.equal(report.added + report.unchanged, FILES)
  t.equal(index.list({ limit: 1 }).total, FILES)
  t.match(await indexPaths(index, [docs]), { added: 0, unchanged: FILES, removed: 0 })
  await index.close()
})
