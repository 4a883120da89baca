import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openRuleBook } from '../../src/rules/rule-book.ts'
import type { NewDocument } from '../../src/search/index/document.ts'
import type { DocumentRecord } from '../../src/spec/search.ts'
import { buildApp } from '../../src/server/app.ts'
import { OPERATIONS } from '../../src/server/api-docs/operations.ts'
import { AppError } from '../../src/spec/errors.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { fakeRewardModel } from '../helpers/fakes.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const rule: Rule = {
  id: 'no-shouting',
  text: 'Do not shout.',
  group: 'manners',
  action: 'warn',
  threshold: 0.5,
  examples: [],
}
const folder = t.testdir()
const rules = await openRuleBook({
  builtInFolder: join(folder, 'built-in'),
  ownFolder: join(folder, 'own'),
})

const added: NewDocument[] = []
const recordOf = ({ name }: NewDocument): DocumentRecord => ({
  id: 'doc-1',
  collection: 'default',
  name,
  url: '',
  title: name,
  mediaType: 'text/plain',
  contentHash: 'c',
  pageHash: 'p',
  addedAt: '2026-01-01T00:00:00Z',
  tags: [],
  published: '',
  passages: 1,
})
const unused = fakeServices({ store: await openTestStore() })
const documents: typeof unused.documents = {
  ...unused.documents,
  add: (document) => {
    added.push(document)
    return Promise.resolve(recordOf(document))
  },
  list: () => ({ documents: added.map(recordOf), total: added.length }),
  remove: (id) =>
    id === 'doc-1'
      ? Promise.resolve()
      : Promise.reject(new AppError('DOCUMENT_NOT_FOUND', `No document ${id}.`)),
  page: (hash) =>
    Promise.resolve(hash === 'p' ? { hash, text: 'the text', url: '', title: '' } : undefined),
}
const rewardModel = fakeRewardModel()
const agent = fakeAgent(echo)
const app = await buildApp(
  { ...unused, agent, rules, documents, rewardModel },
  { version: '1.2.3' },
)
t.teardown(() => app.close().then(() => unused.store.close()))

void t.test('a rule is put, read, used, replaced and removed', async (t) => {
  const url = '/rules/no-shouting'
  t.match((await app.inject({ method: 'PUT', url, payload: rule })).json(), rule)
  const listed = { rules: [rule], removed: [], sets: [] }
  t.strictSame((await app.inject({ url: '/rules' })).json(), listed)
  const { id: _, ...body } = { ...rule, threshold: 0.7 }
  t.equal((await app.inject({ method: 'PUT', url, payload: body })).statusCode, 200)
  t.match((await app.inject({ url })).json(), { threshold: 0.7 })
  const ask = { text: 'x', rules: ['no-shouting'] }
  t.equal((await app.inject({ method: 'POST', url: '/reply', payload: ask })).statusCode, 200)
  t.equal((await app.inject({ method: 'DELETE', url })).statusCode, 204)
  t.match((await app.inject({ method: 'DELETE', url })).json(), {
    error: { code: 'RULE_NOT_FOUND' },
  })
  const refused = await app.inject({ method: 'POST', url: '/reply', payload: ask })
  t.match(refused.json(), { error: { code: 'RULE_NOT_FOUND' } })
})

void t.test('a rule that is wrong, or is put in the wrong place, is refused', async (t) => {
  const put = async (url: string, payload: object) =>
    (await app.inject({ method: 'PUT', url, payload })).json<unknown>()
  t.match(await put('/rules/another', rule), { error: { code: 'INVALID_REQUEST', message: /^id/ } })
  t.match(await put('/rules/no-shouting', { ...rule, threshold: 2 }), {
    error: { details: [{ path: 'threshold' }] },
  })
  t.match(await put('/rules/..%2Fpasswd', rule), { error: { code: 'INVALID_REQUEST' } })
})

void t.test('a document comes as JSON or as the file itself', async (t) => {
  const post = (payload: object | Buffer | string, type: string, query = '') =>
    app.inject({
      method: 'POST',
      url: `/documents${query}`,
      payload,
      headers: { 'content-type': type },
    })
  const json = await post({ text: 'words', title: 'A title' }, 'application/json')
  t.equal(json.statusCode, 201)
  t.match(json.json(), { id: 'doc-1', passages: 1 })
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xff, 0xfe])
  await post(bytes, 'application/pdf', '?name=a.pdf&collection=mine')
  await post('# words', 'text/markdown')
  await post('words', 'application/octet-stream', '?name=b.md')
  t.match(added, [
    { name: 'A title', title: 'A title', text: 'words' },
    { name: 'a.pdf', collection: 'mine', mediaType: 'application/pdf', bytes },
    { name: /^[0-9a-f]{12}$/, mediaType: 'text/markdown' },
    { name: 'b.md', mediaType: undefined },
  ])
  const wrong = [
    [{ text: 'x', txet: 'y' }, 'application/json', 'INVALID_REQUEST'],
    ['{', 'application/json', 'INVALID_JSON'],
    ['', 'text/plain', 'INVALID_REQUEST'],
    [Buffer.alloc(21 * 1024 * 1024), 'text/plain', 'PAYLOAD_TOO_LARGE'],
  ] as const
  for (const [payload, type, code] of wrong) {
    t.match((await post(payload, type)).json(), { error: { code } }, code)
  }
})

void t.test('an address that a page must not link to is refused', async (t) => {
  const refused = [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<p>',
    'vbscript:x',
    'file:///etc/passwd',
    'mailto:a@example.org',
    'blob:https://example.org/1',
  ]
  const add = (url: string) =>
    app.inject({ method: 'POST', url: '/documents', payload: { text: 'words', url } })
  const answer = (url: string) => {
    const evidence = [{ text: 'words', url }]
    return app.inject({ method: 'POST', url: '/reply', payload: { text: 'x', evidence } })
  }
  for (const url of refused) {
    t.match((await add(url)).json(), { error: { details: [{ path: 'url' }] } }, url)
    const details = [{ path: 'evidence.0.url', message: /http, https or document:/ }]
    t.match((await answer(url)).json(), { error: { code: 'INVALID_REQUEST', details } }, url)
  }
  for (const url of ['https://example.org/a', 'http://x', 'document:a/b.md', 'docs/a.md']) {
    t.equal((await add(url)).statusCode, 201, url)
  }
})

void t.test('documents are listed and removed, and a page is shown by its hash', async (t) => {
  t.match((await app.inject({ url: '/documents?limit=5' })).json(), {
    documents: [{ id: 'doc-1' }],
    total: added.length,
    limit: 5,
    offset: 0,
  })
  const remove = (id: string) => app.inject({ method: 'DELETE', url: `/documents/${id}` })
  t.equal((await remove('doc-1')).statusCode, 204)
  t.match((await remove('doc-2')).json(), { error: { code: 'DOCUMENT_NOT_FOUND' } })
  t.match((await app.inject({ url: '/pages/p' })).json(), { text: 'the text' })
  t.equal((await app.inject({ url: '/pages/q' })).statusCode, 404)
})

void t.test('rows are scored in order, ids passed through', async (t) => {
  const dialogue = [{ participant: 'user', text: 'Why?' }]
  const rows = [
    { id: 'a', dialogue, reply: 'It is so.', evidence: [{ text: 'It is so.' }], rules: [] },
    { dialogue, reply: 'It is not.' },
  ]
  const scored = await app.inject({ method: 'POST', url: '/score', payload: { rows } })
  t.match(scored.json(), {
    rows: [
      { id: 'a', factSeeking: 0.9, preference: 0, rules: {}, support: 0.9 },
      { support: null, statements: [{ start: 0, end: 10 }] },
    ],
  })
  const unknown = { rows: [{ dialogue, reply: 'x', rules: ['nobody'] }] }
  t.match((await app.inject({ method: 'POST', url: '/score', payload: unknown })).json(), {
    error: { code: 'RULE_NOT_FOUND' },
  })
})

void t.test('the description lists the calls that there are, and no others', async (t) => {
  const { openapi, info, paths, components } = (await app.inject({ url: '/openapi.json' })).json<{
    openapi: string
    info: { version: string }
    paths: Record<string, Record<string, object>>
    components: { schemas: Record<string, object> }
  }>()
  t.match({ openapi, info }, { openapi: '3.1.0', info: { version: '1.2.3' } })
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  for (const { method, path } of OPERATIONS) t.ok(app.hasRoute({ method, url: path }), path)
  const folder = new URL('../../src/server/', import.meta.url)
  const files = ['routes/', 'openai/', 'anthropic/', 'mcp/', 'api-docs/'].flatMap((room) =>
    readdirSync(new URL(room, folder)).map((name) => `${room}${name}`),
  )
  const served = files.flatMap((name) => [
    ...readFileSync(new URL(name, folder), 'utf8').matchAll(
      /app\.(get|post|put|patch|delete)\('([^']+)'/g,
    ),
  ])
  const all = served.map(([, method = '', path = '']) => `${method.toUpperCase()} ${path}`)
  t.strictSame(
    described.toSorted(),
    ['GET /chat', ...all.map((one) => one.replace(/:(\w+)/, '{$1}'))].toSorted(),
  )
  const refers = [...JSON.stringify(paths).matchAll(/#\/components\/schemas\/(\w+)/g)]
  for (const [, name] of refers) t.ok(components.schemas[name ?? ''], name ?? '')
})

void t.test('the page of the calls and the figures can be read', async (t) => {
  const page = await app.inject({ url: '/docs' })
  t.match(page.headers, { 'content-type': /html/ })
  for (const { path } of OPERATIONS) t.ok(page.body.includes(path), path)
  const figures = (await app.inject({ url: '/metrics' })).body
  for (const name of ['dunnock_turns_total{outcome="answered"} 1', 'stage="decide"', 'sockets 0']) {
    t.ok(figures.includes(name), name)
  }
})
