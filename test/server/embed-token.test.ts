import { createHmac } from 'node:crypto'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { echo, fakeAgent, fakeRules, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const KEY = 'a key of the service'
const ORIGIN = 'https://shop.example'
const store = await openTestStore()
const app = await buildApp(fakeServices({ store, agent: fakeAgent(echo), rules: fakeRules() }), {
  version: '0.0.0',
  apiKey: KEY,
  origins: [ORIGIN, 'https://other.example'],
})
t.teardown(async () => {
  await app.close()
  await store.close()
})

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = Math.floor(Date.now() / 1_000)
const claims = { iat: now, exp: now + 600, origin: ORIGIN }
const sign = (changed: object = {}, key = KEY, header: object = { alg: 'HS256', typ: 'JWT' }) => {
  const text = `${part(header)}.${part({ ...claims, ...changed })}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
const ask = async (token: string, origin = ORIGIN, url = '/reply') => {
  const headers = { authorization: `Bearer ${token}`, origin }
  const request = url === '/reply' ? { method: 'POST' as const, payload: { text: 'hi' } } : {}
  return (await app.inject({ url, headers, ...request })).statusCode
}

void t.test('a token lets the page ask that it was made for, and nothing else', async (t) => {
  t.equal(await ask(sign()), 200)
  t.equal(await ask(sign(), 'https://other.example'), 401, 'used by another page')
  t.equal(await ask(sign(), 'https://unknown.example'), 403, 'a page that is on no list')
  for (const url of ['/dialogues', '/documents', '/rules'])
    t.equal(await ask(sign(), ORIGIN, url), 401, url)
})

void t.test('a token that is old, long, of another key or unsigned is refused', async (t) => {
  const wrong = {
    'run out': sign({ iat: now - 900, exp: now - 1 }),
    'too long': sign({ exp: now + 4_000 }),
    'from tomorrow': sign({ iat: now + 86_400, exp: now + 86_500 }),
    'of another key': sign({}, 'another key altogether'),
    unsigned: sign({}, KEY, { alg: 'none' }),
    'without a signature': sign().replace(/[^.]*$/, 'AAAA'),
  }
  for (const [name, token] of Object.entries(wrong)) t.equal(await ask(token), 401, name)
})
