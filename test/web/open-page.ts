import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { bundlePage } from '../../scripts/bundle-page.ts'

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const path = PATHS.find((one) => existsSync(one))

/** For tests that need a browser: what they are skipped with where there is none. */
export const skip = path === undefined && 'no Chromium is installed (apt-get install chromium)'

type Teardown = { teardown(done: () => unknown): void }

const openBrowser = async (t: Teardown, flags: readonly string[] = []): Promise<Browser> => {
  const args = ['--disable-dev-shm-usage', ...flags]
  const browser = await chromium.launch({
    executablePath: path ?? '',
    args,
    chromiumSandbox: false,
  })
  t.teardown(() => browser.close())
  return browser
}

/** One browser for all tests of a file; undefined where they are skipped. */
export const browserOf = async (t: Teardown, flags: readonly string[] = []) => {
  const browser = skip === false ? await openBrowser(t, flags) : undefined
  return (test: Teardown, options: BrowserContextOptions = {}): Promise<OpenedPage> => {
    if (browser === undefined) throw new Error('a test that needs a browser was not skipped')
    return openPage(test, browser, options)
  }
}

export type OpenedPage = {
  readonly page: Page
  /** What the page wrote to its console as an error, and what it threw. */
  readonly errors: readonly string[]
}

/** A page with cookies and storage of its own. */
const openPage = async (
  t: Teardown,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> => {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(45_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return { page, errors }
}

let bundled: Promise<string> | undefined

/** The folder of the page as it is now, made once for all tests of a file. */
export const bundleOnce = (t: Teardown): Promise<string> => {
  bundled ??= (async () => {
    const out = await mkdtemp(join(tmpdir(), 'dunnock-page-'))
    await bundlePage(out)
    return out
  })()
  t.teardown(async () => rm(await (bundled ?? ''), { recursive: true, force: true }))
  return bundled
}
