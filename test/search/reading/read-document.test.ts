import { deflateSync } from 'node:zlib'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openDocumentIndex } from '../../../src/search/index/document-index.ts'
import { createPageFetcher } from '../../../src/search/fetch/fetch-page.ts'
import { indexPaths } from '../../../src/search/files/index-paths.ts'
import { createDocumentReader } from '../../../src/search/reading/read-document.ts'
import { isAppError } from '../../../src/spec/errors.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'
import { startServer } from '../../helpers/local-server.ts'
import { packedPdf } from '../../helpers/tiny-pdf.ts'

const { readDocument, snippetsOf } = createDocumentReader({ ms: 600_000, heapMb: 96 })
const asPage = (content: string | Uint8Array, mediaType: string) => ({
  content,
  mediaType,
  url: '',
  name: 'given',
})
const read = (content: string | Uint8Array, mediaType: string) =>
  readDocument(asPage(content, mediaType))

const GOOD = 'The valve opens at 3 bar. It closes at 2 bar.'
// One page that draws millions of letters.
const endless = packedPdf(deflateSync(Buffer.alloc(40_000_000, 'BT (a) Tj ET '), { level: 1 }), 1)

// Every word of it is a token of its own while it is read.
const many = 'Many *short* words.\n\n'.repeat(370_000)

void t.test('a document that takes too long is refused by name', async (t) => {
  const impatient = createDocumentReader({ ms: 1_500, heapMb: 512 })
  await t.rejects(impatient.readDocument(asPage(endless, 'application/pdf')), {
    code: 'DOCUMENT_TOO_COMPLEX',
    message: 'given takes more than 1.5 s to read.',
  })
})

void t.test(
  'one that takes too much memory is refused too, and the next one is read',
  async (t) => {
    await t.rejects(read(many, 'text/markdown'), {
      code: 'DOCUMENT_TOO_COMPLEX',
      message: 'given takes more than 96 MB of memory to read.',
    })
    t.equal((await read(GOOD, 'text/plain')).text, GOOD)
  },
)

void t.test('what unpacks to more than there is room for is refused', async (t) => {
  const zeros = packedPdf(deflateSync(Buffer.alloc(140_000_000), { level: 1 }), 1)
  const refused = await read(zeros, 'application/pdf').catch((error: unknown) => error)
  t.ok(isAppError(refused), String(refused))
})

void t.test('nesting without end is refused', async (t) => {
  const lists = Array.from({ length: 600 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')
  for (const markdown of [lists, '>'.repeat(60_000), '- '.repeat(60_000)])
    await t.rejects(read(markdown, 'text/markdown'), {
      code: 'UNSUPPORTED_DOCUMENT',
      message: /nested too deeply/u,
    })
  const code = `Use it so:\n\n${Array.from({ length: 90 }, (_, at) => `${' '.repeat(at + 4)}x`).join('\n')}\n`
  t.match(await read(code, 'text/markdown'), { text: /Use it so:/u })
})

void t.test('a caller who leaves waits no more: the event loop is free meanwhile', async (t) => {
  const gone = new AbortController()
  const slow = readDocument(asPage(endless, 'application/pdf'), gone.signal)
  setTimeout(() => gone.abort(), 50)
  await t.rejects(slow, { code: 'ABORTED' })
})

void t.test('snippets are the page’s own text', async (t) => {
  const text = `# Valves\n\n${GOOD.repeat(30)}`
  for (const one of await snippetsOf({ text, title: 'Page' })) {
    t.equal(one.text, text.slice(one.start, one.end))
    t.equal(one.title, 'Page > Valves')
  }
})

void t.test('one bad file of a folder is listed, and the others are indexed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dunnock-read-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'a.md'), '>'.repeat(60_000))
  writeFileSync(join(folder, 'b.txt'), GOOD)
  const index = await openDocumentIndex({ dataDir: join(folder, '.data'), encoder: hashEncoder() })
  t.teardown(() => index.close())
  const { added, failures } = await indexPaths(index, [folder])
  t.equal(added, 1)
  t.match(failures, [{ path: /a\.md$/u, reason: /nested too deeply/u }])
})

void t.test('a fetched page goes the same way', async (t) => {
  const site = await startServer((_, answer) => {
    answer.setHeader('content-type', 'text/markdown')
    answer.end('>'.repeat(60_000))
  })
  t.teardown(() => site.close())
  const fetcher = createPageFetcher({
    robots: false,
    ports: [site.port],
    allowedNetworks: ['127.0.0.0/8'],
  })
  t.teardown(() => fetcher.close())
  await t.rejects(fetcher.fetchPage(site.url), { message: /nested too deeply/u })
})
