import t from 'tap'
import { browserOf, skip } from './open-page.ts'
import { replyOf } from '../helpers/fake-services.ts'
import { script, startService, store, until, visit } from './page-service.ts'

const open = await browserOf(t)

// Of a first visit; the second number is in bytes as they go over the line.
const MOST_REQUESTS = 12
const MOST_BYTES = 120_000
const MOST_MS = 1_000

void t.test(
  'a first visit is few requests and little weight, a second one less',
  { skip },
  async (t) => {
    const { url } = await startService(t)
    const { page } = await open(t)
    const seen: { url: string; bytes: Promise<number> }[] = []
    page.on('requestfinished', (request) => {
      const bytes = request.sizes().then((size) => size.responseBodySize + size.responseHeadersSize)
      seen.push({ url: request.url(), bytes })
    })
    await visit(page, url)
    await page.waitForLoadState('networkidle')
    const bytes = (await Promise.all(seen.map((one) => one.bytes))).reduce(
      (sum, one) => sum + one,
      0,
    )
    t.comment(`${seen.length} requests, ${bytes} bytes`)
    t.ok(seen.length > 3 && seen.length <= MOST_REQUESTS, seen.map((one) => one.url).join(' '))
    t.ok(bytes > 10_000 && bytes <= MOST_BYTES, `${bytes} bytes`)
    const hashed = (
      await page.evaluate<string[]>(
        `performance.getEntriesByType('resource').map(({ name }) => name)`,
      )
    ).filter((name) => /-[A-Z0-9]{8}\.(js|css)$/.test(name))
    t.ok(hashed.length >= 3)
    for (const name of hashed) {
      const { headers } = await page.request
        .get(name)
        .then((answer) => ({ headers: answer.headers() }))
      t.match(headers['cache-control'], /immutable/)
      t.ok(['br', 'gzip'].includes(headers['content-encoding'] ?? ''), name)
    }
  },
)

void t.test('a dialogue of a thousand turns opens within a second', { skip }, async (t) => {
  const { url } = await startService(t)
  const dialogueId = 'a-long-one'
  for (let i = 0; i < 1_000; i += 1) {
    const turn = { dialogueId, turnId: `t${i}`, text: `Question ${i}` }
    await store.startTurn(turn)
    const reply = { ...replyOf(turn, `Reply ${i}`), evidence: [...script.evidence] }
    await store.append(turn, { type: 'turn-end', reply })
  }
  const { page, errors } = await open(t)
  await visit(page, url)
  const ms = await page.evaluate<number>(`(async () => {
    const start = performance.now()
    location.hash = '#a-long-one'
    while (document.querySelectorAll('.turn').length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return performance.now() - start
  })()`)
  t.comment(`${Math.round(ms)} ms`)
  t.ok(ms < MOST_MS, `${Math.round(ms)} ms`)
  t.equal(await page.locator('.question').last().textContent(), 'Question 999')
  t.equal(await page.locator('.turn').count(), 30)
  await page.evaluate(`document.querySelector('#scroller').scrollTop = 0`)
  await until(page, `document.querySelectorAll('.turn').length >= 60`)
  t.match(
    await page.locator('.turn h2').first().textContent(),
    /^Turn 9[0-4]\d: Question 9[0-4]\d$/,
  )
  t.strictSame(errors, [])
})
