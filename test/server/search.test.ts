import t from 'tap'
import { createClient } from '../../src/client/client.ts'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { buildApp } from '../../src/server/app.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import { searchAnswerSchema, type SearchAnswer } from '../../src/spec/search.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'
import { hours } from '../helpers/hours-source.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
const documents = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })

const broken: EvidenceSource = {
  ...hours,
  id: 'broken',
  // eslint-disable-next-line require-yield
  async *find() {
    throw new Error('no such host')
  },
}
const app = await buildApp(
  fakeServices({ store, documents, sources: () => [documents, hours, broken] }),
  { version: '0.0.0', apiKey: 'a-long-key', maxTurns: 2, maxWaiting: 1 },
)
const baseUrl = await listenOnLoopback(app)
const client = createClient({ baseUrl, apiKey: 'a-long-key' })
t.teardown(async () => {
  await app.close()
  await documents.close()
  await store.close()
})

const headers = { authorization: 'Bearer a-long-key' }
const put = (payload: object) => app.inject({ method: 'POST', url: '/documents', headers, payload })
const urlsOf = ({ results }: SearchAnswer): readonly string[] => results.map(({ url }) => url)

for (const [name, more] of [
  ['a', { tags: ['news'], published: '2024-05-01' }],
  ['b', { tags: ['news', 'old'], published: '2019-01-01' }],
  ['c', { collection: 'other' }],
] as const) {
  const url = `https://x.example/${name}`
  const stored = await put({ url, text: `The pump ${name} runs at noon.`, ...more })
  if (stored.statusCode !== 201) throw new Error(stored.body)
}

void t.test('passages come with the place that they stand at in a snapshot', async (t) => {
  const answer = await client.search({ query: 'When does the pump a run?', k: 2 })
  t.strictSame(searchAnswerSchema.parse(answer), answer)
  t.equal(answer.results.length, 2)
  t.strictSame(answer.failures, [])
  const [{ url, source, text, page } = {}] = answer.results
  t.match({ url, source }, { url: 'https://x.example/a', source: 'local' })
  const snapshot = await app.inject({ url: `/pages/${page?.hash}`, headers })
  const { text: whole } = snapshot.json<{ text: string }>()
  t.equal(whole.slice(page?.start, page?.end), text)
})

void t.test('a filter narrows by collection, tags, path and date', async (t) => {
  const query = 'When does the pump run?'
  const narrowed = async (filter: object) =>
    urlsOf(await client.search({ query, filter })).toSorted()
  t.strictSame(await narrowed({ collection: 'other' }), ['https://x.example/c'])
  t.strictSame(await narrowed({ tags: ['old', 'news'] }), ['https://x.example/b'])
  t.strictSame(await narrowed({ path: '/a' }), ['https://x.example/a'])
  t.strictSame(await narrowed({ after: '2020-01-01', before: '2025-01-01T00:00:00Z' }), [
    'https://x.example/a',
  ])
})

void t.test('other sources are asked by name, and one that is down is told', async (t) => {
  const query = 'When is the pump house open?'
  const both = await client.search({ query, sources: ['local', 'hours', 'broken'], k: 4 })
  t.ok(urlsOf(both).includes('https://town.example/hours'))
  t.ok(urlsOf(both).includes('https://x.example/a'))
  t.match(both.failures, [{ source: 'broken', reason: String }])
  t.strictSame(
    both.results.map(({ score }) => score),
    both.results.map(({ score }) => score).toSorted((a, b) => b - a),
  )
  const one = await client.search({ query, sources: ['hours'] })
  t.match(one.results, [{ documentId: 'https://town.example/hours', source: 'hours' }])
})

void t.test('what can not be asked for is refused with the reason', async (t) => {
  const code = 'INVALID_REQUEST'
  const query = 'pump'
  await t.rejects(client.search({ query, sources: ['bing'] }), {
    code,
    message: /no bing; there are local, hours, broken/,
  })
  await t.rejects(client.search({ query, sources: ['hours'], filter: { tags: ['x'] } }), {
    code,
    message: /only local can be narrowed/,
  })
  await t.rejects(client.search({ query, k: 101 }), { code, message: /^k: / })
  await t.rejects(client.search({ query, filter: { after: 'May' } }), { code, message: /after/ })
  await t.rejects(createClient({ baseUrl }).search({ query }), { code: 'UNAUTHORIZED' })
})

void t.test(
  'searches wait for a seat as turns do, and too many of one caller are sent away',
  async (t) => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const slow = { ...documents, search: async () => gate.then(() => []) }
    const busy = await buildApp(fakeServices({ store, documents: slow }), {
      version: '0.0.0',
      maxTurns: 2,
      maxWaiting: 1,
    })
    t.teardown(() => busy.close())
    // A call of inject begins when it is waited for.
    const search = async () =>
      await busy.inject({ method: 'POST', url: '/search', payload: { query: 'x' } })
    const [first, second, third] = [search(), search(), search()]
    const refused = await third
    t.match(refused.json(), { error: { code: 'OVERLOADED' } })
    t.ok(Number(refused.headers['retry-after']) > 0)
    open()
    t.equal((await first).statusCode, 200)
    t.equal((await second).statusCode, 200)
  },
)
