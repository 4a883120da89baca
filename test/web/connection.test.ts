import { connect, createServer, type Socket } from 'node:net'
import t from 'tap'
import { browserOf, skip } from './open-page.ts'
import { answered, ask, startService, visit } from './page-service.ts'

const open = await browserOf(t)

/** What stands between page and service, and can be cut, or hold everything back. */
const startLine = async (t: { teardown(done: () => unknown): void }, target: string) => {
  const state = { isFrozen: false, isCut: false }
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    if (state.isCut) {
      near.destroy()
      return
    }
    const far = connect(Number(new URL(target).port), '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        ends.delete(from)
        to.destroy()
      })
      from.on('data', (data) => {
        if (!state.isFrozen) to.write(data)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  t.teardown(() => {
    for (const end of ends) end.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    state,
    url: `http://127.0.0.1:${port}/`,
    cut: () => {
      state.isCut = true
      for (const end of ends) end.destroy()
    },
  }
}

void t.test(
  'a service that is gone is told of, and the turn goes on when it is back',
  { skip },
  async (t) => {
    const { gate, url } = await startService(t)
    const line = await startLine(t, url)
    const { page } = await open(t)
    await visit(page, line.url)
    gate.state.isOpen = false
    await ask(page, 'Are you there?')
    await page.locator('.steps.live').waitFor()
    line.cut()
    await page
      .locator('#banner.bad', { hasText: 'Your question goes on as soon as it is back' })
      .waitFor()
    line.state.isCut = false
    gate.state.isOpen = true
    await page
      .getByRole('button', { name: 'Try now' })
      .click()
      .catch(() => undefined)
    await answered(page)
    t.equal(await page.locator('.turn').count(), 1)
    await page.locator('#banner').waitFor({ state: 'hidden' })
  },
)

void t.test(
  'a service that is frozen is found out without a turn, and so is its return',
  { skip },
  async (t) => {
    const { url } = await startService(t)
    const line = await startLine(t, url)
    const { page } = await open(t)
    await visit(page, line.url)
    line.state.isFrozen = true
    await page.locator('#banner.bad', { hasText: 'does not answer' }).waitFor({ timeout: 30_000 })
    line.state.isFrozen = false
    await page.locator('.pill.good').waitFor({ timeout: 30_000 })
    await ask(page, 'Back again?')
    await answered(page)
    t.equal(await page.locator('.turn').count(), 1)
  },
)
