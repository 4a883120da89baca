import { readFile } from 'node:fs/promises'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { AppError, ERRORS } from '../../src/spec/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())
const app = await buildApp(fakeServices({ store, agent: fakeAgent(echo) }), { version: '0.0.0' })
t.teardown(() => app.close())

const json = { 'content-type': 'application/json' }
const post = (payload: object | string, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url: '/reply', payload, headers })
const turn = { participant: 'user', text: 'x' }

void t.test(
  'each wrong call gets its status and code, and the next call is answered',
  async (t) => {
    const calls: [string, object | string, number, string][] = [
      ['broken JSON', '{"text":', 400, 'INVALID_JSON'],
      ['no body', '', 400, 'INVALID_JSON'],
      ['not an object', '[1]', 400, 'INVALID_REQUEST'],
      ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400, 'INVALID_REQUEST'],
      ['a poisoned prototype', '{"text":"x","__proto__":{}}', 400, 'INVALID_JSON'],
      ['empty text', { text: '' }, 400, 'INVALID_REQUEST'],
      ['white space', { text: ' \n\t' }, 400, 'INVALID_REQUEST'],
      ['a lone surrogate', '{"text":"a\\ud83d"}', 400, 'INVALID_TEXT'],
      [
        'a lone surrogate deep within',
        '{"text":"a","evidence":[{"text":"\\udc00"}]}',
        400,
        'INVALID_TEXT',
      ],
      ['NUL', '{"text":"a\\u0000b"}', 400, 'INVALID_TEXT'],
      ['too long a text', { text: 'x'.repeat(32_001) }, 400, 'INVALID_REQUEST'],
      ['too long a body', { text: 'x'.repeat(2_000_000) }, 413, 'PAYLOAD_TOO_LARGE'],
      ['an unknown field', { text: 'x', txet: 'y' }, 400, 'INVALID_REQUEST'],
      ['text and dialogue', { text: 'x', dialogue: [turn] }, 400, 'INVALID_REQUEST'],
      ['neither', {}, 400, 'INVALID_REQUEST'],
      ['17 candidates', { text: 'x', candidates: 17 }, 400, 'INVALID_REQUEST'],
      ['an unknown dialogue', { text: 'x', dialogueId: 'nobody' }, 404, 'DIALOGUE_NOT_FOUND'],
    ]
    for (const [name, payload, status, code] of calls) {
      const response = await post(payload)
      t.equal(response.statusCode, status, name)
      const { error } = response.json<{ error: Record<string, unknown> }>()
      t.match(error, { code, message: String, requestId: response.headers['x-request-id'] }, name)
      t.notMatch(response.body, /\.ts:|node_modules/, 'no stack')
      t.equal((await post({ text: 'and now?' })).statusCode, 200)
    }
  },
)

void t.test('unknown fields are named with their paths', async (t) => {
  const response = await post({ text: 'x', a: 1, evidence: [{ text: 'x', b: 2 }] })
  t.match(response.json(), {
    error: {
      details: [
        { path: 'evidence.0.b', message: 'unknown field' },
        { path: 'a', message: 'unknown field' },
      ],
    },
  })
})

void t.test('however much is wrong, the answer stays small and says how much it is', async (t) => {
  const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, 1]))
  const wrong = [
    unknown,
    {
      text: 'x',
      evidence: Array.from({ length: 60 }, () => ({ text: 1, ...unknown, k: 1 })).slice(0, 2),
    },
    { text: 'x', ['k'.repeat(500_000)]: 1 },
    { text: 'x', dialogueId: 'd'.repeat(500_000) },
    { text: 'x', rules: ['r'.repeat(500_000)] },
    { text: 'x', rules: Array.from({ length: 100 }, () => ({ id: '\u0001'.repeat(500) })) },
  ]
  for (const payload of wrong) {
    const response = await post(payload)
    t.ok(response.statusCode < 500, response.body.slice(0, 200))
    t.ok(response.body.length < 6_000, `${response.body.length} characters`)
  }
  const { error } = (await post({ text: 'x', ...unknown })).json<{
    error: { message: string; details: unknown[] }
  }>()
  t.equal(error.details.length, 6)
  t.match(error.message, /and 19994 more$/u)
})

void t.test('other media types, paths and methods are refused by name', async (t) => {
  t.match((await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).json(), {
    error: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  })
  t.match((await app.inject({ url: '/nowhere' })).json(), { error: { code: 'NOT_FOUND' } })
  t.match((await app.inject({ url: '/%zz' })).json(), { error: { code: 'NOT_FOUND' } })
  const wrong = await app.inject({ method: 'PUT', url: '/dialogues/x' })
  t.equal(wrong.statusCode, 405)
  t.match(wrong.headers, { allow: /GET.*DELETE/ })
  t.match((await app.inject({ url: '/chat' })).json(), { error: { code: 'INVALID_REQUEST' } })
  t.match((await app.inject({ url: '/dialogues?limit=0&ofset=1' })).json(), {
    error: { details: [{ path: 'limit' }, { path: 'ofset', message: 'unknown field' }] },
  })
})

void t.test('an unexpected error tells nothing but where to look', async (t) => {
  const failing = { ...store, listDialogues: () => Promise.reject(new Error('a secret')) }
  const broken = await buildApp(fakeServices({ store: failing }), { version: '0.0.0' })
  t.teardown(() => broken.close())
  const response = await broken.inject({ url: '/dialogues' })
  t.equal(response.statusCode, 500)
  t.notMatch(response.body, /secret/)
  t.match(response.json(), { error: { code: 'INTERNAL', requestId: String } })
})

void t.test(
  'a full disk ends the turn with STORE_FAILED; with room again, turns are answered',
  async (t) => {
    let full = false
    const append: Store['append'] = (turnOf, event) =>
      full ? Promise.reject(new AppError('STORE_FAILED', 'no space')) : store.append(turnOf, event)
    const services = fakeServices({ store: { ...store, append }, agent: fakeAgent(echo) })
    const tight = await buildApp(services, { version: '0.0.0' })
    t.teardown(() => tight.close())
    const ask = (payload: object) => tight.inject({ method: 'POST', url: '/reply', payload })
    const { dialogueId } = (await ask({ text: 'one' })).json<{ dialogueId: string }>()
    full = true
    const refused = await ask({ text: 'two', dialogueId })
    t.equal(refused.statusCode, 507)
    t.match(refused.json(), { error: { code: 'STORE_FAILED' } })
    full = false
    t.equal((await ask({ text: 'three', dialogueId })).statusCode, 200)
  },
)

void t.test('an address that calls too often waits; others do not', async (t) => {
  const services = fakeServices({ store, agent: fakeAgent(echo) })
  const limited = await buildApp(services, { version: '0.0.0', rateLimit: 2 })
  t.teardown(() => limited.close())
  const ask = (remoteAddress: string) => limited.inject({ url: '/rules', remoteAddress })
  t.equal((await ask('10.0.0.1')).statusCode, 200)
  t.equal((await ask('10.0.0.1')).statusCode, 200)
  const refused = await ask('10.0.0.1')
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { error: { code: 'RATE_LIMITED' } })
  t.match(refused.headers, { 'retry-after': /^\d+$/ })
  t.equal((await ask('10.0.0.2')).statusCode, 200)
  t.equal((await limited.inject({ url: '/health', remoteAddress: '10.0.0.1' })).statusCode, 200)
})

void t.test('docs/errors.md tells every code with its status and remedy', async (t) => {
  const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  t.strictSame(
    rows,
    Object.entries(ERRORS).map(
      ([code, { status, remedy }]) => `| \`${code}\` | ${status} | ${remedy} |`,
    ),
  )
})
