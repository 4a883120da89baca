import t from 'tap'
import type { Page } from 'playwright-core'
import { buildApp, type AppOptions } from '../../src/server/app.ts'
import type { Services } from '../../src/server/setup/services.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'
import { bundleOnce, skip } from './open-page.ts'
import { scriptedAgent, type Script } from './scripted-agent.ts'

export const quote = 'Defines the maximum payload, in bytes.'

/** A reply of two statements, of which a quote backs the first. */
export const script: Script = {
  search: true,
  reply: 'Set `bodyLimit` to a number of bytes. A proxy can do it too.',
  others: ['Set it.', 'It is 1 MiB.'],
  evidence: [
    { id: 'e', text: `Default: 1048576. ${quote}`, title: 'Server > bodyLimit', source: 'local' },
  ],
  quotes: { 0: quote },
}

const webRoot = skip === false ? await bundleOnce(t) : ''
export const store = await openTestStore()
t.teardown(() => store.close())

/** A gate that every step of a scripted turn passes through. */
const gateOf = () => {
  const state = { isOpen: true }
  const wait = async (): Promise<void> => {
    while (!state.isOpen) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { state, wait }
}

type Options = AppOptions & {
  readonly scriptOf?: (question: string) => Script
  readonly given?: Partial<Services>
}

/** A service with the page, whose agent acts out a script; all tests of a file share its store. */
export const startService = async (
  t: { teardown(done: () => unknown): void },
  { scriptOf = () => script, given = {}, ...options }: Options = {},
) => {
  const gate = gateOf()
  const agent = fakeAgent(scriptedAgent(scriptOf, gate.wait))
  const services: { -readonly [Key in keyof Services]: Services[Key] } = {
    ...fakeServices({ store, agent, ...given }),
  }
  if (given.documents === undefined) {
    services.documents = { ...services.documents, list: () => ({ documents: [], total: 0 }) }
  }
  const app = await buildApp(services, { version: '0.0.0', graceMs: 10, webRoot, ...options })
  t.teardown(async () => {
    gate.state.isOpen = true
    await app.close()
  })
  return { app, gate, services, url: await listenOnLoopback(app) }
}

/** The page, once it can ask. */
export const visit = async (page: Page, url: string): Promise<void> => {
  await page.goto(url)
  await page.locator('.pill.good').waitFor()
}

export const ask = async (page: Page, question: string): Promise<void> => {
  await page.locator('#question').fill(question)
  await page.keyboard.press('Enter')
}

/** The newest turn, once it is answered and shown to its end. */
export const answered = async (page: Page, turns = 1): Promise<void> => {
  await page
    .locator('.turn')
    .nth(turns - 1)
    .locator('.reply-bar')
    .waitFor()
  await page.locator('.reply.arriving').waitFor({ state: 'detached' })
}

/** Waits for what an expression says of the page. The page's own policy forbids what Playwright has for that. */
export const until = async (page: Page, expression: string): Promise<void> => {
  while ((await page.evaluate(expression).catch(() => false)) !== true) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
