import { fileURLToPath } from 'node:url'
import t from 'tap'
import { buildApp, type AppOptions } from '../../src/server/app.ts'
import type { Services } from '../../src/server/setup/services.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'
import { findBrowser, openBrowser } from './open-browser.ts'
import { scriptedAgent, type Script } from './scripted-agent.ts'

const webRoot = fileURLToPath(new URL('../../web', import.meta.url))
const quote = 'Defines the maximum payload, in bytes.'
const script: Script = {
  search: true,
  reply: 'Set `bodyLimit` to a number of bytes. A proxy can do it too.',
  others: ['Set it.', 'It is 1 MiB.'],
  evidence: [
    { id: 'e', text: `Default: 1048576. ${quote}`, title: 'Server > bodyLimit', source: 'local' },
  ],
  quotes: { 0: quote },
}

/** A gate that every step of the scripted turn passes through. */
const gateOf = () => {
  const state = { isOpen: true }
  const wait = async (): Promise<void> => {
    while (!state.isOpen) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { state, wait }
}

const store = await openTestStore()
t.teardown(() => store.close())

const start = async (
  t: { teardown(done: () => unknown): void },
  options: AppOptions = {},
  given: Partial<Services> = {},
) => {
  const gate = gateOf()
  const agent = fakeAgent(scriptedAgent(() => script, gate.wait))
  const services: { -readonly [Key in keyof Services]: Services[Key] } = {
    ...fakeServices({ store, agent, ...given }),
  }
  services.documents = { ...services.documents, list: () => ({ documents: [], total: 0 }) }
  const app = await buildApp(services, { version: '0.0.0', graceMs: 10, webRoot, ...options })
  t.teardown(async () => {
    gate.state.isOpen = true
    await app.close()
  })
  return { app, gate, services }
}

const ask = (question: string): string => `{
  const input = document.querySelector('#question')
  input.value = ${JSON.stringify(question)}
  input.dispatchEvent(new Event('input'))
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
}`
const textOf = (selector: string): string => `document.querySelector('${selector}')?.textContent`
const IS_ANSWERED = `document.querySelector('.reply-bar:not([hidden])') !== null
  && document.querySelectorAll('.reply .marker').length === 2`

const path = findBrowser()
const skip = path === undefined && 'no Chromium is installed'

void t.test('the page may load and run its own files only', async (t) => {
  const { app } = await start(t)
  const { headers, statusCode } = await app.inject('/')
  t.equal(statusCode, 200)
  const policy = String(headers['content-security-policy'])
  t.match(policy, /default-src 'none'/)
  t.match(policy, /frame-ancestors 'none'/)
  t.notMatch(policy, /unsafe|\*|data:/)
})

void t.test('a question is answered, and its quote opens at the marker', { skip }, async (t) => {
  const { app } = await start(t)
  const page = await openBrowser(path ?? '')
  t.teardown(() => page.close())
  await page.goTo(await listenOnLoopback(app))
  await page.until(`document.querySelector('.pill.good') !== null`)
  await page.evaluate(ask('How do I limit the body?'))
  await page.until(IS_ANSWERED)
  t.match(await page.evaluate(textOf('.reply')), /^Set bodyLimit to a number of bytes\.1 A proxy/)
  await page.evaluate(`document.querySelector('.reply .marker').click()`)
  t.equal(await page.evaluate(textOf('.quote-card mark')), quote)
  t.match(await page.evaluate(textOf('.steps-status')), /compared 3 candidates/)
  t.equal(await page.evaluate(`document.querySelectorAll('.runners-up li').length`), 2)
  t.strictSame(page.errors, [])
})

void t.test('a page that is loaded anew in the middle of a turn goes on', { skip }, async (t) => {
  const { app, gate } = await start(t)
  const page = await openBrowser(path ?? '')
  t.teardown(() => page.close())
  await page.goTo(await listenOnLoopback(app))
  await page.until(`document.querySelector('.pill.good') !== null`)
  gate.state.isOpen = false
  await page.evaluate(ask('How do I limit the body?'))
  await page.until(`location.hash !== ''`)
  await page.evaluate('location.reload()')
  await page.until(`document.querySelector('.steps.live') !== null`)
  gate.state.isOpen = true
  await page.until(IS_ANSWERED)
  t.equal(await page.evaluate(`document.querySelectorAll('.turn').length`), 1)
  await page.evaluate(ask('And then?'))
  await page.until(`document.querySelectorAll('.reply-bar:not([hidden])').length === 2`)
  t.strictSame(page.errors, [])
})

void t.test(
  'over http, on a host that is not localhost, it works the same',
  { skip },
  async (t) => {
    const { app } = await start(t, { hosts: ['dunnock.test'] })
    const page = await openBrowser(path ?? '', ['--host-resolver-rules=MAP dunnock.test 127.0.0.1'])
    t.teardown(() => page.close())
    const { port } = new URL(await listenOnLoopback(app))
    await page.goTo(`http://dunnock.test:${port}/`)
    await page.until(`document.querySelector('.pill.good') !== null`)
    t.equal(await page.evaluate('isSecureContext'), false)
    await page.evaluate(ask('How do I limit the body?'))
    await page.until(IS_ANSWERED)
    await page.evaluate(`{
    globalThis.copied = undefined
    document.addEventListener('copy', () => (copied = getSelection().toString()))
    document.querySelector('[aria-label="Copy the reply"]').click()
  }`)
    await page.until(`document.querySelector('[title="Copied"]') !== null`)
    t.match(await page.evaluate('copied'), /^Set `bodyLimit` to a number/)
    // The header is for https; here the browser says that it is passed over.
    const errors = page.errors.filter(
      (error) => !error.startsWith('The Cross-Origin-Opener-Policy'),
    )
    t.strictSame(errors, [])
  },
)

void t.test('what nobody caught on the page is shown', { skip }, async (t) => {
  const { app } = await start(t)
  const page = await openBrowser(path ?? '')
  t.teardown(() => page.close())
  await page.goTo(await listenOnLoopback(app))
  await page.until(`document.querySelector('.pill.good') !== null`)
  await page.evaluate(`{ void Promise.reject(new TypeError('x.y is no function')) }`)
  await page.until(`document.querySelector('.failure') !== null`)
  t.match(await page.evaluate(textOf('.failure')), /x\.y is no function\. Load the page anew/)
  await page.evaluate(`setTimeout(() => { throw new Error('thrown late') })`)
  await page.until(`${textOf('.failure')}.includes('thrown late')`)
})

void t.test(
  'a page that is opened while the service starts tells what it waits for',
  { skip },
  async (t) => {
    const state = { isReady: false }
    const opening = { status: 'opening' as const, detail: 'the store is being opened' }
    const opened: Services['store'] = {
      ...store,
      health: async () => (state.isReady ? store.health() : opening),
    }
    const given = { store: opened, isReady: () => state.isReady }
    const { app, services } = await start(t, {}, given)
    const model = { id: 'reward', kind: 'reward' as const }
    const health = services.health()
    services.health = () => ({
      ...health,
      status: state.isReady ? 'ok' : 'starting',
      models: [{ ...model, status: 'ready' }],
      ...(state.isReady && { documents: 12 }),
    })
    const page = await openBrowser(path ?? '')
    t.teardown(() => page.close())
    await page.goTo(await listenOnLoopback(app))
    await page.until(`${textOf('.pill')} === 'Making the store'`)
    t.match(await page.evaluate(textOf('#welcome')), /you can already ask/)
    await page.evaluate(ask('How do I limit the body?'))
    await page.until(`${textOf('.notice')}.startsWith('The service is still starting')`)
    state.isReady = true
    await page.until(IS_ANSWERED)
    await page.until(`${textOf('.pill')} === 'Ready · 12 documents'`)
    t.strictSame(page.errors, [])
  },
)
