import t from 'tap'
import { createTokenKeeper } from '../../web/widget/token-keeper.js'

const tokenFor = (ms: number): string => {
  const claims = Buffer.from(JSON.stringify({ exp: (Date.now() + ms) / 1_000 })).toString(
    'base64url',
  )
  return `eyJhbGciOiJIUzI1NiJ9.${claims}.signature`
}

void t.test('a token is kept, and another fetched before it runs out', async (t) => {
  const told: string[] = []
  const answers = [tokenFor(6_300), tokenFor(60_000)]
  const keeper = createTokenKeeper('/token', {
    fetch: () => Promise.resolve(Response.json({ token: answers[told.length] })),
    onToken: () => told.push(keeper.get() ?? ''),
    onFailure: (error) => t.fail(String(error)),
  })
  t.teardown(keeper.stop)
  await keeper.renew()
  t.strictSame(told, answers.slice(0, 1))
  while (told.length < 2) await new Promise((resolve) => setTimeout(resolve, 50))
  t.strictSame(told, answers)
})

void t.test('a server that makes no token is told of', async (t) => {
  const failures: unknown[] = []
  const keeper = createTokenKeeper('/token', {
    fetch: () => Promise.resolve(new Response('', { status: 500 })),
    onToken: () => t.fail('there is no token'),
    onFailure: (error) => failures.push(error),
  })
  await keeper.renew()
  t.match(failures, [{ message: '/token: 500' }])
})
