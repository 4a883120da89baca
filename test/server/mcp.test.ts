import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { citedAgent } from '../helpers/cited-agent.ts'
import { fakeAgent, fakeDocuments, fakeServices } from '../helpers/fake-services.ts'
import { hours } from '../helpers/hours-source.ts'
import { openTestStore } from '../helpers/test-database.ts'

const record = {
  id: 'd1',
  collection: 'default',
  name: 'birds.txt',
  url: 'document:birds.txt',
  title: 'Birds',
  mediaType: 'text/plain',
  contentHash: 'c',
  pageHash: 'abc',
  addedAt: '2026-11-01T00:00:00.000Z',
  tags: [],
  published: '',
  passages: 1,
}
const page = { hash: 'abc', text: 'Dunnocks nest low.', url: record.url, title: 'Birds' }
const hit = {
  documentId: 'd1',
  url: record.url,
  title: 'Birds',
  text: page.text,
  score: 0.5,
  similarity: 0.6,
  pageHash: 'abc',
  start: 0,
  end: 18,
  published: '',
  alsoAt: [],
}
const documents = {
  ...fakeDocuments(),
  search: () => Promise.resolve([hit]),
  get: (id: string) => (id === 'd1' ? record : undefined),
  list: () => ({ documents: [record], total: 1 }),
  page: (hash: string) => Promise.resolve(hash === 'abc' ? page : undefined),
}
const store = await openTestStore()
const apiKey = 'a-key-of-ours'
const agent = fakeAgent(citedAgent().respond)
const app = await buildApp(
  fakeServices({ store, agent, documents, sources: () => [documents, hours] }),
  { apiKey },
)
t.teardown(() => app.close().then(() => store.close()))
const url = new URL(`${await listenOnLoopback(app)}/mcp`)

const connect = async (key: string) => {
  const requestInit = { headers: { authorization: `Bearer ${key}` } }
  const client = new Client({ name: 'a test', version: '0.0.0' })
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }))
  return client
}

void t.test('the official client lists and calls the tools', async (t) => {
  const client = await connect(apiKey)
  const { tools } = await client.listTools()
  t.strictSame(
    tools.map(({ name }) => name),
    ['ask', 'search', 'fetch', 'check'],
  )
  t.ok(tools.every(({ description, outputSchema }) => description && outputSchema))

  const asked = await client.callTool({ name: 'ask', arguments: { question: 'Where?' } })
  t.match(asked.structuredContent, { kind: 'talk', citations: [{ title: 'Nests' }, {}, {}] })
  t.match(asked.content, [{ text: /\[1\] Nests: https:\/\/example\.org\/nests/ }])

  const found = await client.callTool({ name: 'search', arguments: { query: 'nests' } })
  t.match(found.structuredContent, {
    results: [
      { id: 'd1', url: record.url },
      { id: 'https://town.example/hours', source: 'hours' },
    ],
    failures: [],
  })
  const narrowed = await client.callTool({
    name: 'search',
    arguments: { query: 'nests', filter: { path: '/birds' } },
  })
  const { results } = narrowed.structuredContent as { results: { id: string }[] }
  t.strictSame(
    results.map(({ id }) => id),
    ['d1'],
  )
  const elsewhere = await client.callTool({
    name: 'search',
    arguments: { query: 'nests', sources: ['bing'] },
  })
  t.match(elsewhere, { isError: true, content: [{ text: /no bing/ }] })

  for (const id of ['d1', 'abc', record.url]) {
    const fetched = await client.callTool({ name: 'fetch', arguments: { id } })
    t.match(fetched.structuredContent, { text: page.text, url: record.url, title: 'Birds' }, id)
  }
  const missing = await client.callTool({ name: 'fetch', arguments: { id: 'none' } })
  t.match(missing, { isError: true, content: [{ text: /NOT_FOUND/ }] })

  const evidence = [{ text: 'Dunnocks nest low.' }]
  const checked = await client.callTool({
    name: 'check',
    arguments: { reply: 'Dunnocks nest low.', evidence, rules: [] },
  })
  t.match(checked.structuredContent, { statements: [{ text: 'Dunnocks nest low.' }] })
  const wrong = await client.callTool({ name: 'ask', arguments: { question: '' } }).then(
    ({ isError }) => isError,
    () => true,
  )
  t.ok(wrong, 'an empty question is refused')
  await client.close()
})

void t.test('a call without the key is refused, whatever session it names', async (t) => {
  await t.rejects(connect('another'))
  const call = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/mcp',
      headers: { accept: 'application/json, text/event-stream', ...headers },
      payload: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} },
    })
  const refused = await call({ 'mcp-session-id': 'a-session' })
  t.equal(refused.statusCode, 401)
  const answered = await call({ authorization: `Bearer ${apiKey}` })
  t.equal(answered.statusCode, 200)
  t.equal(answered.headers['mcp-session-id'], undefined)
  t.equal((await app.inject({ method: 'GET', url: '/mcp' })).statusCode, 405)
})
