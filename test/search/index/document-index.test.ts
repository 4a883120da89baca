import { rm } from 'node:fs/promises'
import t from 'tap'
import { openDocumentIndex, type DocumentIndex } from '../../../src/search/index/document-index.ts'
import type { DocumentFilter } from '../../../src/spec/search.ts'
import type { Encoder } from '../../../src/spec/encoder.ts'
import type { Found, SearchEvent } from '../../../src/spec/evidence-source.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

type Place = Pick<typeof t, 'testdir' | 'teardown'>

const open = async (t: Place, encoder: Encoder = hashEncoder()): Promise<DocumentIndex> => {
  const index = await openDocumentIndex({ dataDir: t.testdir(), encoder })
  t.teardown(() => index.close())
  return index
}

const SERVER = {
  name: 'server.md',
  url: 'https://docs.example/server',
  text: '# Server\n\n## bodyLimit\n\nThe largest body that the server accepts, in bytes.\n\n## Timeouts\n\nHow long a request may take is set by requestTimeout.',
}
const GARDEN = { name: 'garden.txt', text: 'Tomatoes want sun and water every day.' }

const drain = async (
  run: AsyncGenerator<SearchEvent, Found>,
): Promise<{ events: SearchEvent[]; found: Found }> => {
  const events: SearchEvent[] = []
  for (;;) {
    const step = await run.next()
    if (step.done) return { events, found: step.value }
    events.push(step.value)
  }
}

void t.test(
  'a document is found as soon as it is added, by words and by parts of identifiers',
  async (t) => {
    const index = await open(t)
    const record = await index.add(SERVER)
    await index.add(GARDEN)
    t.match(record, { name: 'server.md', title: 'Server', mediaType: 'text/markdown', passages: 2 })
    for (const query of ['bodyLimit', 'body limit', 'how large may a body be, in bytes?']) {
      const [best] = await index.search(query, 2)
      t.match(best, { documentId: record.id, url: SERVER.url, title: 'Server > bodyLimit' }, query)
    }
    t.match((await index.search('do tomatoes need water', 1))[0], { text: GARDEN.text })
  },
)

void t.test('searching is for as many as are asked, each passage once', async (t) => {
  const index = await open(t)
  const text = Array.from(
    { length: 60 },
    (_, at) => `## Part ${at}\n\nRule ${at} of the body limit.`,
  )
  await index.add({ name: 'many.md', text: text.join('\n\n') })
  await index.add({ name: 'copy.txt', text: 'Rule 7 of the body limit.' })
  const hits = await index.search('rule of the body limit', 20)
  t.equal(hits.length, 20)
  t.equal(new Set(hits.map((hit) => hit.text)).size, 20, 'the copy is folded')
  t.same(await index.search('', 3).then((found) => found.length), 3)
})

void t.test('changed replaces, unchanged is skipped, removed is gone', async (t) => {
  const index = await open(t)
  const first = await index.add(SERVER)
  t.equal((await index.add(SERVER)).addedAt, first.addedAt, 'nothing was done')
  const [skipped] = await index.addAll([SERVER])
  t.equal(skipped?.status, 'unchanged')
  const second = await index.add({ ...SERVER, text: '# Server\n\nIt now listens on a socket.' })
  t.equal(second.id, first.id)
  t.equal(index.list({ limit: 10 }).total, 1)
  const hits = await index.search('body limit in bytes', 5)
  t.same(
    hits.map((hit) => hit.text),
    ['It now listens on a socket.'],
  )
  await index.remove(first.id)
  t.same(await index.search('socket', 5), [])
  t.same(index.list({ limit: 10 }), { documents: [], total: 0 })
  await t.rejects(index.remove(first.id), { code: 'DOCUMENT_NOT_FOUND' })
})

void t.test('the snapshot of a replaced or removed document can still be shown', async (t) => {
  const index = await open(t)
  const { id, pageHash } = await index.add(SERVER)
  const [hit] = await index.search('body limit', 1)
  await index.add({ ...SERVER, text: 'Something else entirely stands here.' })
  await index.remove(id)
  const page = await index.page(pageHash)
  t.equal(page?.text.slice(hit?.start, hit?.end), hit?.text)
  t.equal(page?.url, SERVER.url)
  t.equal(await index.page('0'.repeat(64)), undefined)
  t.equal(await index.page('../../etc/passwd'), undefined)
})

void t.test(
  'find streams results and pages, and returns evidence that points into the snapshot',
  async (t) => {
    const index = await open(t)
    await index.add(SERVER)
    const { events, found } = await drain(index.find('body limit', { limit: 2 }))
    t.same(
      events.map((event) => event.type),
      ['search-results', 'page'],
    )
    t.same(found.failures, [])
    const [best] = found.evidence
    t.match(best, { source: 'local', title: 'Server > bodyLimit', url: SERVER.url })
    t.match(best?.id, /^[0-9a-f]{8}-\d+$/u)
    const page = await index.page(best?.page?.hash ?? '')
    t.equal(page?.text.slice(best?.page?.start, best?.page?.end), best?.text)
  },
)

void t.test('find has nothing to say on a subject that no document is about', async (t) => {
  const index = await open(t)
  await index.add(SERVER)
  const { events, found } = await drain(index.find('Who wrote Hamlet?', { limit: 3 }))
  t.same(found, { evidence: [], failures: [] })
  t.same(events, [{ type: 'search-results', results: [] }])
  t.equal((await index.search('Who wrote Hamlet?', 3)).length, 2, 'search ranks all there is')
})

void t.test(
  'an encoder that fails is a failure of the source, a caller who leaves an abort',
  async (t) => {
    const good = hashEncoder()
    let broken = false
    const index = await open(t, {
      ...good,
      embed: (texts, signal) =>
        broken ? Promise.reject(new Error('out of memory')) : good.embed(texts, signal),
    })
    await index.add(SERVER)
    broken = true
    const { found } = await drain(index.find('body limit', { limit: 2 }))
    t.match(found, { evidence: [], failures: [{ source: 'local', reason: /out of memory/u }] })
    broken = false
    const run = index.find('body limit', { limit: 2, signal: AbortSignal.abort() })
    await t.rejects(drain(run), { code: 'ABORTED' })
  },
)

void t.test('everything is there after closing and opening again', async (t) => {
  const dataDir = t.testdir()
  const encoder = hashEncoder()
  const before = await openDocumentIndex({ dataDir, encoder })
  const record = await before.add(SERVER)
  await before.close()
  const after = await openDocumentIndex({ dataDir, encoder })
  t.same(after.get(record.id), record)
  t.match((await after.search('body limit', 1))[0], { documentId: record.id })
  t.equal(after.health().detail, '1 document, 2 passages')
  await after.close()
})

void t.test(
  'what can not be read is refused with its reason, and the rest of a batch goes on',
  async (t) => {
    const index = await open(t)
    await t.rejects(index.add({ name: 'a.txt', text: ' \n ' }), { code: 'UNSUPPORTED_DOCUMENT' })
    await t.rejects(index.add({ name: 'a.png', mediaType: 'image/png', text: 'x' }), {
      code: 'UNSUPPORTED_DOCUMENT',
    })
    await t.rejects(index.add({ name: 'big.txt', bytes: Buffer.alloc(21 * 1024 * 1024, 'a ') }), {
      code: 'PAYLOAD_TOO_LARGE',
    })
    const outcomes = await index.addAll([GARDEN, { name: 'b.txt', text: '' }, SERVER])
    t.same(
      outcomes.map(({ status }) => status),
      ['added', 'failed', 'added'],
    )
    t.equal(index.list({ limit: 1 }).total, 2)
    t.equal(index.list({ limit: 1 }).documents.length, 1)
  },
)

void t.test('names, words and queries of any kind do no harm', async (t) => {
  const index = await open(t)
  await index.add({
    name: `it's "quoted" -- '); DROP`,
    text: 'Naïve 東京は日本の首都です。 مرحبا بالعالم',
  })
  for (const query of [
    `'"); --`,
    '東京',
    'body AND (',
    'to the',
    '^~*:?[',
    'مرحبا',
    '😀',
    'a'.repeat(5000),
  ]) {
    t.equal((await index.search(query, 3)).length, 1, query.slice(0, 20))
  }
})

void t.test('adding from many sides at once loses and doubles nothing', async (t) => {
  const index = await open(t)
  const names = Array.from({ length: 30 }, (_, at) => `note-${at % 10}.txt`)
  await Promise.all(names.map((name, at) => index.add({ name, text: `Note ${at} about ${name}.` })))
  t.equal(index.list({ limit: 100 }).total, 10)
  const hits = await index.search('note about', 30)
  t.equal(new Set(hits.map((hit) => hit.documentId)).size, hits.length)
})

void t.test(
  'bringing the index up to date hides nothing from the searches beside it',
  async (t) => {
    const index = await open(t)
    for (let at = 0; at < 12; at += 1)
      await index.add({ name: `rule-${at}.txt`, text: `Rule ${at} of the body limit.` })
    let busy = true
    const optimizing = index.optimize().finally(() => (busy = false))
    const counts = new Set<number>()
    do counts.add((await index.search('rule of the body limit', 12)).length)
    while (busy)
    await optimizing
    t.same([...counts], [12])
  },
)

void t.test('collections are listed apart', async (t) => {
  const index = await open(t)
  await index.addAll([GARDEN, { ...GARDEN, collection: 'demo' }])
  t.equal(index.list({ limit: 5 }).total, 2)
  t.equal(index.list({ limit: 5, collection: 'demo' }).total, 1)
})

void t.test('an index that can not be opened says so', async (t) => {
  const dataDir = t.testdir({ index: 'a file in the way' })
  await t.rejects(openDocumentIndex({ dataDir, encoder: hashEncoder() }), { code: 'STORE_FAILED' })
  await rm(dataDir, { recursive: true })
})

void t.test('a search is narrowed by collection, path, tag and date', async (t) => {
  const index = await open(t)
  const about = [
    { name: 'a', url: 'https://x.example/docs/a', tags: ['news'], published: '2024-05-01' },
    { name: 'b', url: 'https://x.example/blog/b', tags: ['news', 'old'], published: '2019-01-01' },
    { name: 'c', url: 'https://x.example/docs/c', collection: 'other', published: '2025-02-03' },
  ]
  for (const one of about) await index.add({ ...one, text: `The pump ${one.name} runs at noon.` })
  const names = async (filter: DocumentFilter): Promise<readonly string[]> => {
    const hits = await index.search('When does the pump run?', 9, undefined, filter)
    return hits.map(({ url }) => url.slice(-1)).sort()
  }
  t.same(await names({}), ['a', 'b', 'c'])
  t.same(await names({ collection: 'other' }), ['c'])
  t.same(await names({ path: '/docs/' }), ['a', 'c'])
  t.same(await names({ path: 'https://x.example/blog' }), ['b'])
  t.same(await names({ tags: ['news'] }), ['a', 'b'])
  t.same(await names({ tags: ['news', 'old'] }), ['b'])
  t.same(await names({ tags: ['new'] }), [])
  t.same(await names({ after: '2020-01-01', before: '2025-01-01' }), ['a'])
  t.same(index.list({ limit: 1, collection: 'other' }).documents[0]?.published, '2025-02-03')
})

void t.test(
  'a passage that stands in two documents is found once, and both are named',
  async (t) => {
    const index = await open(t)
    const text = 'The valve opens at three bar and closes at two.'
    await index.add({ name: 'one', url: 'https://x.example/1', text })
    await index.add({ name: 'two', url: 'https://x.example/2', text })
    const { found } = await drain(index.find('When does the valve open?', { limit: 4 }))
    t.equal(found.evidence.length, 1)
    const [{ url, alsoAt } = {}] = found.evidence
    t.same(
      new Set([url, ...(alsoAt ?? [])]),
      new Set(['https://x.example/1', 'https://x.example/2']),
    )
  },
)

void t.test('what has no URL is known by its name, its own and safe to show', async (t) => {
  const index = await open(t)
  const text = 'The pump runs at noon.'
  const plain = await index.add({ name: 'pump notes.txt', text })
  t.equal(plain.url, 'document:pump%20notes.txt')
  const other = await index.add({ name: 'pump notes.txt', text, collection: 'other' })
  t.match(other.url, /^document:pump%20notes\.txt~[0-9a-f]{6}$/u)
  t.equal((await index.add({ name: 'pump notes.txt', text })).url, plain.url, 'sent again')
  const changed = { name: 'pump notes.txt', text: 'The pump runs at one.', collection: 'other' }
  t.equal((await index.add(changed)).url, other.url, 'a new version keeps its address')
  const nasty = await index.add({ name: '../../etc/\u202epass\nwd\ud800 <b>)', text })
  t.equal(nasty.url, 'document:etc/passwd%EF%BF%BD%20%3Cb%3E%29')
  const { found } = await drain(index.find('When does the pump run?', { limit: 5 }))
  t.ok(found.evidence.every(({ url }) => url?.startsWith('document:')))
})
