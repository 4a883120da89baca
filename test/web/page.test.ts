import t from 'tap'
import type { Services } from '../../src/server/setup/services.ts'
import { browserOf, skip } from './open-page.ts'
import { answered, ask, quote, startService, until, visit } from './page-service.ts'

const NAME = 'dunnock.test'
const open = await browserOf(t, [`--host-resolver-rules=MAP ${NAME} 127.0.0.1`])

void t.test('the page may load and run its own files only', { skip }, async (t) => {
  const { app } = await startService(t)
  const { headers, statusCode } = await app.inject('/')
  t.equal(statusCode, 200)
  const policy = String(headers['content-security-policy'])
  t.match(policy, /default-src 'none'/)
  t.match(policy, /frame-ancestors 'none'/)
  t.notMatch(policy, /unsafe|\*|data:/)
})

void t.test('a question is answered, and its quote opens at the marker', { skip }, async (t) => {
  const { url } = await startService(t)
  const { page, errors } = await open(t)
  await visit(page, url)
  await ask(page, 'How do I limit the body?')
  await answered(page)
  t.match(
    await page.locator('.reply').textContent(),
    /^Set bodyLimit to a number of bytes\.1 A proxy/,
  )
  await page.locator('.reply .marker').first().click()
  t.equal(await page.locator('.quote-card mark').textContent(), quote)
  t.match(await page.locator('.steps-status').textContent(), /compared 3 candidates/)
  t.equal(await page.locator('.runners-up li').count(), 3)
  t.strictSame(errors, [])
})

void t.test('a page that is loaded anew in the middle of a turn goes on', { skip }, async (t) => {
  const { gate, url } = await startService(t)
  const { page, errors } = await open(t)
  await visit(page, url)
  gate.state.isOpen = false
  await ask(page, 'How do I limit the body?')
  await until(page, `location.hash !== ''`)
  await page.reload()
  await page.locator('.steps.live').waitFor()
  gate.state.isOpen = true
  await answered(page)
  t.equal(await page.locator('.turn').count(), 1)
  await ask(page, 'And then?')
  await answered(page, 2)
  t.strictSame(errors, [])
})

void t.test(
  'over http, on a host that is not localhost, it works the same',
  { skip },
  async (t) => {
    const { url } = await startService(t, { hosts: [NAME] })
    const { page, errors } = await open(t)
    await visit(page, url.replace('127.0.0.1', NAME))
    t.equal(await page.evaluate('isSecureContext'), false)
    await ask(page, 'How do I limit the body?')
    await answered(page)
    await page.evaluate(
      `document.addEventListener('copy', () => (globalThis.copied = String(getSelection())))`,
    )
    await page.getByRole('button', { name: 'Copy the reply' }).click()
    await page.locator('[title="Copied"]').waitFor()
    t.match(await page.evaluate('copied'), /^Set `bodyLimit` to a number/)
    // The header is for https; here the browser says that it is passed over.
    t.strictSame(
      errors.filter((error) => !error.startsWith('The Cross-Origin-Opener-Policy')),
      [],
    )
  },
)

void t.test('what nobody caught on the page is shown', { skip }, async (t) => {
  const { url } = await startService(t)
  const { page } = await open(t)
  await visit(page, url)
  await page.evaluate(`{ void Promise.reject(new TypeError('x.y is no function')) }`)
  const failure = page.locator('.failure')
  await failure.waitFor()
  t.match(await failure.textContent(), /x\.y is no function\. Load the page anew/)
  await page.evaluate(`setTimeout(() => { throw new Error('thrown late') })`)
  await page.locator('.failure', { hasText: 'thrown late' }).waitFor()
})

void t.test(
  'a page that is opened while the service starts tells what it waits for',
  { skip },
  async (t) => {
    const state = { isReady: false }
    const { services, url } = await startService(t, { given: { isReady: () => state.isReady } })
    const { store } = services
    const opening = { status: 'opening' as const, detail: 'the store is being opened' }
    const opened: Services['store'] = {
      ...store,
      health: async () => (state.isReady ? store.health() : opening),
    }
    services.store = opened
    const model = { id: 'reward', kind: 'reward' as const }
    const health = services.health()
    services.health = () => ({
      ...health,
      status: state.isReady ? 'ok' : 'starting',
      models: [{ ...model, status: 'ready' }],
      ...(state.isReady && { documents: 12 }),
    })
    const { page, errors } = await open(t)
    await page.goto(url)
    await page.locator('.pill', { hasText: 'Making the store' }).waitFor()
    t.match(await page.locator('#welcome').textContent(), /you can already ask/)
    await ask(page, 'How do I limit the body?')
    await page.locator('.notice', { hasText: 'The service is still starting' }).waitFor()
    state.isReady = true
    await answered(page)
    await page.locator('.pill', { hasText: 'Ready · 12 documents' }).waitFor()
    t.strictSame(errors, [])
  },
)
