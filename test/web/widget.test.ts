import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import t from 'tap'
import { browserOf, skip } from './open-page.ts'
import { quote, startService } from './page-service.ts'

const open = await browserOf(t)
const KEY = 'the key of the service'

/** A page elsewhere, whose policy lets nothing in but the service, and whose server makes the tokens. */
const startSite = async (
  t: { teardown(done: () => unknown): void },
  { serviceOf, origin }: { serviceOf: () => string; origin?: string },
) => {
  const state = { tokens: 0 }
  const server = createServer((request, response) => {
    const own = `http://${request.headers.host}`
    if (request.url === '/token') {
      state.tokens += 1
      const iat = Math.floor(Date.now() / 1_000)
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat, exp: iat + 60, origin: origin ?? own })}`
      const token = `${text}.${createHmac('sha256', KEY).update(text).digest('base64url')}`
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ token }))
      return
    }
    const service = serviceOf()
    const policy = `default-src 'none'; script-src ${service}; connect-src 'self' ${service} ${service.replace('http', 'ws')}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`
    response.setHeader('content-security-policy', policy).setHeader('content-type', 'text/html')
    response.end(`<!doctype html><html lang="en"><head><title>A shop</title><link rel="icon" href="data:,"></head>
      <body><h1>A shop</h1><script type="module" src="${service}/widget.js?token=/token"></script></body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', () => resolve()))
  t.teardown(() => server.close())
  const address = server.address()
  return { state, origin: `http://localhost:${typeof address === 'object' ? address?.port : ''}` }
}

void t.test('one script tag puts the chat on a page elsewhere', { skip }, async (t) => {
  let service = ''
  const site = await startSite(t, { serviceOf: () => service })
  const { url } = await startService(t, { apiKey: KEY, origins: [site.origin] })
  service = url.replace(/\/$/, '')
  const { page, errors } = await open(t)
  await page.goto(site.origin)
  await page.getByRole('button', { name: 'Dunnock' }).click()
  t.equal(site.state.tokens, 1)
  await page.getByLabel('Your question').fill('How do I limit the body?')
  await page.keyboard.press('Enter')
  await page.locator('.kind', { hasText: 'Answer, quoted' }).waitFor()
  await page.locator('.reply .marker').first().click()
  t.equal(await page.locator('.quote-card mark').textContent(), quote)
  const colour = () =>
    page.evaluate(
      `getComputedStyle(document.querySelector('dunnock-chat').shadowRoot.querySelector('.launcher')).backgroundColor`,
    )
  await page.evaluate(
    `document.querySelector('dunnock-chat').style.setProperty('--dunnock-accent', 'rgb(0, 100, 0)')`,
  )
  t.equal(await colour(), 'rgb(0, 100, 0)')
  t.equal(
    await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontSize`),
    '32px',
    'the page keeps its own style',
  )
  t.strictSame(
    errors.filter((one) => !one.includes("'data:,'")),
    [],
  )
})

void t.test(
  'a page that is on no list, or has the token of another, is refused',
  { skip },
  async (t) => {
    let service = ''
    const stranger = await startSite(t, { serviceOf: () => service })
    const thief = await startSite(t, { serviceOf: () => service, origin: stranger.origin })
    const { url } = await startService(t, { apiKey: KEY, origins: [thief.origin] })
    service = url.replace(/\/$/, '')
    for (const site of [stranger, thief]) {
      const { page } = await open(t)
      await page.goto(site.origin)
      await page.getByRole('button', { name: 'Dunnock' }).click()
      await page.locator('.said', { hasText: 'This address is refused' }).waitFor()
    }
  },
)
