import type { LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import type { RewardModel } from '../../src/spec/reward-model.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { fakeRewardModel } from '../helpers/fakes.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

const appWith = async (score: RewardModel['score'], lines: string[] = []) => {
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const services = fakeServices({ store, rewardModel: { ...fakeRewardModel(), score } })
  const app = await buildApp(services, { version: '0.0.0', maxTurns: 4, maxWaiting: 8, logger })
  t.teardown(() => app.close())
  return app
}

const rows = [{ dialogue: [{ participant: 'user', text: 'x' }], reply: 'y' }]
const none = { preference: 0, rules: {}, support: null, statements: [] }

void t.test(
  'scoring runs a few calls at once, lets some wait, and sends the others away',
  async (t) => {
    let running = 0
    let most = 0
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const app = await appWith(async (scored) => {
      running += 1
      most = Math.max(most, running)
      await gate
      running -= 1
      return scored.map(() => none)
    })
    const refused: LightMyRequestResponse[] = []
    const score = async () => {
      const response = await app.inject({ method: 'POST', url: '/score', payload: { rows } })
      if (response.statusCode !== 200 && refused.push(response) === 2) open()
      return response
    }
    const answered = await Promise.all(Array.from({ length: 12 }, score))
    t.equal(answered.filter(({ statusCode }) => statusCode === 200).length, 10)
    t.equal(refused.length, 2)
    t.equal(refused[0]?.statusCode, 503)
    t.match(refused[0]?.headers, { 'retry-after': /^\d+$/ })
    t.match(refused[0]?.json(), { error: { code: 'OVERLOADED' } })
    t.equal(most, 2)
    t.equal((await score()).statusCode, 200)
  },
)

void t.test('a call that holds the event loop is named in the log, and counted', async (t) => {
  const lines: string[] = []
  const app = await appWith((scored) => {
    for (const until = performance.now() + 400; performance.now() < until;);
    return Promise.resolve(scored.map(() => none))
  }, lines)
  const url = await app.listen({ port: 0 })
  const body = JSON.stringify({ rows })
  const headers = { 'content-type': 'application/json' }
  t.equal((await fetch(`${url}/score`, { method: 'POST', headers, body })).status, 200)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const blocked = lines.map((line) => JSON.parse(line) as { ms?: number; routes?: string[] })
  t.ok(
    blocked.some(({ ms = 0, routes = [] }) => ms >= 300 && routes.includes('POST /score')),
    lines.join(''),
  )
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const count = /^dunnock_event_loop_blocked_seconds_count (\d+)$/mu.exec(metrics)?.[1]
  t.ok(Number(count) >= 1)
})
