import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import type { StoreHealth } from '../../src/spec/health.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

void t.test('while nothing can be stored it is not ready, and says why', async (t) => {
  const real = await openTestStore()
  let state: StoreHealth = { status: 'failed', detail: 'The disk of the data folder is full.' }
  const store = { ...real, health: () => Promise.resolve(state) }
  const app = await buildApp(fakeServices({ store }), { version: '1.2.3' })
  t.teardown(() => app.close().then(() => real.close()))
  const ready = await app.inject({ url: '/ready' })
  t.equal(ready.statusCode, 503)
  t.match(ready.json(), { error: { code: 'NOT_READY', message: /disk .* is full/u } })
  t.match((await app.inject({ url: '/health' })).json(), { status: 'degraded', store: state })
  state = await real.health()
  t.equal((await app.inject({ url: '/ready' })).statusCode, 200)
  t.match((await app.inject({ url: '/health' })).json(), { status: 'ok', store: { status: 'ok' } })
})
