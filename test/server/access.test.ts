import t from 'tap'
import { createAccess } from '../../src/server/access.ts'
import { buildApp } from '../../src/server/app.ts'
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

void t.test('on a loopback address only local names are answered to', (t) => {
  const check = createAccess({ origins: ['https://ours.example'], host: '127.0.0.1' })
  const local = ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'dev.localhost', 'ours.example']
  for (const host of local)
    t.equal(
      codeOf(() => check({ headers: { host } })),
      'ok',
      host,
    )
  for (const host of ['theirs.example', 'localhost.theirs.example', '127.0.0.1.theirs.example']) {
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
  const check = createAccess({ origins: ['https://ours.example'], host: '0.0.0.0' })
  const call = (host: string, origin: string) => codeOf(() => check({ headers: { host, origin } }))
  t.equal(call('dunnock:8080', 'http://dunnock:8080'), 'ok')
  t.equal(call('dunnock:8080', 'https://ours.example'), 'ok')
  t.equal(call('dunnock:8080', 'https://theirs.example'), 'FORBIDDEN_ORIGIN')
  t.equal(call('dunnock:8080', 'http://dunnock:8081'), 'FORBIDDEN_ORIGIN')
  t.equal(call('dunnock:8080', 'null'), 'FORBIDDEN_ORIGIN')
  const open = createAccess({ origins: ['*'], host: '0.0.0.0' })
  t.equal(
    codeOf(() => open({ headers: { host: 'x', origin: 'https://any.example' } })),
    'ok',
  )
  t.end()
})

void t.test('the key guards what is said and known, not health, docs and the page', async (t) => {
  const store = await openTestStore()
  const options = { version: '0.0.0', apiKey: 'a-long-key', origins: ['https://ours.example'] }
  const app = await buildApp(fakeServices({ store }), options)
  t.teardown(() => app.close().then(() => store.close()))
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
