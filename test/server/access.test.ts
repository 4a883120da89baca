import { hostname } from 'node:os'
import t from 'tap'
import { createAccess } from '../../src/server/access/check-access.ts'
import { buildApp } from '../../src/server/app.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const codeOf = (check: () => void): string => {
  try {
    check()
    return 'ok'
  } catch (error) {
    return String(Reflect.get(Object(error), 'code'))
  }
}

const store = await openTestStore()
t.teardown(() => store.close())

void t.test('only names that nobody else can point here are answered to', (t) => {
  const hosts = ['dunnock.lan', '.wide.example']
  const { check } = createAccess({ origins: ['https://ours.example'], hosts })
  const local = ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'dev.localhost', 'ours.example']
  const named = ['dunnock.lan:8080', 'DUNNOCK.lan.', 'a.wide.example', '192.168.1.7', hostname()]
  local.push(...named)
  for (const host of local)
    t.equal(
      codeOf(() => check({ headers: { host } })),
      'ok',
      host,
    )
  const foreign = ['theirs.example', 'localhost.theirs.example', '127.0.0.1.theirs.example']
  const crooked = ['x@localhost', 'localhost/x', 'wide.example', 'dunnock.lan.theirs.example', '']
  for (const host of [...foreign, ...crooked]) {
    t.equal(
      codeOf(() => check({ headers: { host } })),
      'FORBIDDEN_ORIGIN',
      host,
    )
  }
  t.equal(
    codeOf(() => check({ headers: {} })),
    'FORBIDDEN_ORIGIN',
  )
  t.end()
})

void t.test('a page may call its own host, and others those that list it', (t) => {
  const { check } = createAccess({ origins: ['https://ours.example'], hosts: ['dunnock'] })
  const call = (host: string, origin: string) => codeOf(() => check({ headers: { host, origin } }))
  t.equal(call('dunnock:8080', 'http://dunnock:8080'), 'ok')
  t.equal(call('dunnock:8080', 'https://ours.example'), 'ok')
  t.equal(call('dunnock:8080', 'https://theirs.example'), 'FORBIDDEN_ORIGIN')
  t.equal(call('dunnock:8080', 'http://dunnock:8081'), 'FORBIDDEN_ORIGIN')
  t.equal(call('dunnock:8080', 'null'), 'FORBIDDEN_ORIGIN')
  const { check: open } = createAccess({ origins: ['*'] })
  t.equal(
    codeOf(() => open({ headers: { host: 'x', origin: 'https://any.example' } })),
    'ok',
  )
  t.end()
})

void t.test('the key guards what is said and known, not health, docs and the page', async (t) => {
  const options = { version: '0.0.0', apiKey: 'a-long-key', origins: ['https://ours.example'] }
  const app = await buildApp(fakeServices({ store }), options)
  t.teardown(() => app.close())
  const status = async (url: string, authorization?: string) =>
    (await app.inject({ url, headers: authorization === undefined ? {} : { authorization } }))
      .statusCode
  t.equal(await status('/dialogues'), 401)
  t.equal(await status('/dialogues', 'Bearer a-long-kex'), 401)
  t.equal(await status('/dialogues', 'bearer a-long-key'), 200)
  for (const url of ['/health', '/ready', '/metrics', '/openapi.json', '/docs']) {
    t.equal(await status(url), 200, url)
  }
  const origin = 'https://ours.example'
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/reply',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  t.equal(preflight.statusCode, 204)
  t.match(preflight.headers, { 'access-control-allow-origin': origin, vary: 'origin' })
  const foreign = await app.inject({
    url: '/health',
    headers: { origin: 'https://theirs.example' },
  })
  t.notOk(foreign.headers['access-control-allow-origin'])
})

void t.test('a name that is not ours reads, changes and opens nothing', async (t) => {
  const app = await buildApp(fakeServices({ store }), { hosts: ['dunnock.lan'] })
  t.teardown(() => app.close())
  const url = await listenOnLoopback(app)
  const paths = ['/dialogues', '/health', '/ready', '/metrics', '/docs', '/openapi.json', '/rules']
  for (const path of paths) {
    const answer = await app.inject({ url: path, headers: { host: 'evil.example' } })
    t.equal(answer.statusCode, 403, path)
    t.match(answer.json(), { error: { code: 'FORBIDDEN_ORIGIN', message: /DUNNOCK_HOSTS/ } })
    const known = await app.inject({ url: path, headers: { host: 'dunnock.lan:8080' } })
    t.equal(known.statusCode, 200, path)
  }
  const change = { method: 'DELETE', headers: { host: 'evil.example' } } as const
  t.equal((await app.inject({ ...change, url: '/rules/no-threats' })).statusCode, 403)
  const chat = await openChat(url, { headers: { host: 'evil.example' } })
  t.equal(await chat.closed(), 1008)
})

void t.test('who guesses keys is slowed down; a key known to be right goes on', async (t) => {
  const tenants = [{ ruleSet: 'shop', key: 'key-of-the-shop' }]
  const services = fakeServices({ store })
  const rules = { ...services.rules, resolveSet: () => [] }
  const app = await buildApp({ ...services, rules }, { apiKey: 'a-long-key', tenants })
  t.teardown(() => app.close())
  const url = await listenOnLoopback(app)
  const ask = (key?: string, remoteAddress = '192.0.2.1') =>
    app.inject({
      url: '/dialogues',
      remoteAddress,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    })
  for (let i = 0; i < 30; i += 1) t.equal((await ask()).statusCode, 401)
  t.equal((await ask('a-long-key')).statusCode, 200)
  const statuses: number[] = []
  for (let i = 0; i < 30; i += 1) statuses.push((await ask(`guess-${i}`)).statusCode)
  t.strictSame([...new Set(statuses)], [401, 429])
  const late = await ask('guess')
  t.match(late.json(), { error: { code: 'RATE_LIMITED' } })
  t.match(late.headers, { 'retry-after': /^\d+$/ })
  t.equal((await ask('a-long-key')).statusCode, 200, 'known from before')
  t.equal((await ask('key-of-the-shop')).statusCode, 429, 'a right guess tells nothing')
  t.equal((await ask('key-of-the-shop', '192.0.2.2')).statusCode, 200)
  for (let i = 0; i < 30; i += 1) await ask(`guess-${i}`, '127.0.0.1')
  const chat = await openChat(url, { headers: { authorization: 'Bearer wrong' } })
  t.match(await chat.wait('retry-after'), { retryAfter: Number })
  t.equal(await chat.closed(), 1013)
})

void t.test('no answer may be taken for another kind of file', async (t) => {
  const app = await buildApp(fakeServices({ store }))
  t.teardown(() => app.close())
  const calls = ['/health', '/dialogues', '/dialogues/x', '/nowhere', '/%ZZ', '/openapi.json']
  for (const url of calls) {
    const answer = await app.inject({ url })
    t.match(answer.headers['content-type'], /json/, url)
    t.equal(answer.headers['x-content-type-options'], 'nosniff', url)
  }
})
