import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { hashText } from '../../../src/search/pages/hash-text.ts'
import { createPageFetcher, type PageFetcher } from '../../../src/search/fetch/fetch-page.ts'
import { createPageCache } from '../../../src/search/fetch/page-cache.ts'
import { startServer, type LocalServer } from '../../helpers/local-server.ts'

const MiB = 1024 * 1024
type Place = Pick<typeof t, 'teardown'>
type Site = {
  readonly server: LocalServer
  /** What was asked for, with the conditions: "/page if-none-match". */
  readonly asked: string[]
  text: string
  robots: { status: number; text: string }
}

const openSite = async (t: Place): Promise<Site> => {
  const asked: string[] = []
  const site: Omit<Site, 'server'> = { asked, text: 'First.', robots: { status: 404, text: '' } }
  const server = await startServer((request, response) => {
    if (request.url === '/robots.txt') {
      response.writeHead(site.robots.status, { 'content-type': 'text/plain' }).end(site.robots.text)
      return
    }
    const condition = request.headers['if-none-match']
    asked.push(`${request.url}${condition === undefined ? '' : ` ${condition}`}`)
    const etag = `"${hashText(site.text).slice(0, 8)}"`
    if (condition === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { 'content-type': 'text/html', etag }).end(`<p>${site.text}</p>`)
  })
  t.teardown(() => server.close())
  return Object.assign(site, { server })
}

const openFetcher = (
  t: Place,
  { server }: Site,
  options: Parameters<typeof createPageFetcher>[0] = {},
): PageFetcher => {
  const allowed = { ports: [server.port], allowedNetworks: ['127.0.0.0/8'] }
  const fetcher = createPageFetcher({ ...allowed, ...options })
  t.teardown(() => fetcher.close())
  return fetcher
}

void t.test(
  'a page is asked for again only if it may have changed, and kept on disk',
  async (t) => {
    const site = await openSite(t)
    const cacheDir = t.testdir()
    const url = `${site.server.url}/page`
    const first = openFetcher(t, site, { cacheDir, freshMs: 60_000 })
    t.equal((await first.fetchPage(url)).text, 'First.')
    t.equal((await first.fetchPage(url)).text, 'First.')
    t.equal(site.asked.length, 1, 'a fresh page costs nothing')
    const later = openFetcher(t, site, { cacheDir, freshMs: 0 })
    t.equal((await later.fetchPage(url)).text, 'First.')
    t.match(site.asked[1], /^\/page "[0-9a-f]{8}"$/u)
    site.text = 'Second.'
    t.equal((await later.fetchPage(url)).text, 'Second.')
    t.equal((await first.fetchPage(url)).text, 'Second.')
    t.equal(site.asked.length, 3)
  },
)

void t.test('the cache stays below its size, and forgets what was used longest ago', async (t) => {
  const folder = t.testdir()
  const cache = createPageCache(folder, MiB)
  const put = async (at: number): Promise<void> => {
    const text = `${at} `.repeat(60_000 / `${at} `.length)
    const page = { text, hash: hashText(text), url: `https://x.example/${at}`, title: 'x' }
    await cache.put(page.url, { page, fetchedAt: at })
  }
  for (let at = 0; at < 40; at += 1) {
    await put(at)
    await cache.get('https://x.example/0')
  }
  const names = await readdir(join(folder, 'cache'))
  const sizes = await Promise.all(names.map((name) => stat(join(folder, 'cache', name))))
  t.ok(sizes.reduce((sum, { size }) => sum + size, 0) <= MiB)
  t.equal((await cache.get('https://x.example/39'))?.fetchedAt, 39)
  t.equal((await cache.get('https://x.example/0'))?.fetchedAt, 0, 'it was used all the time')
  t.equal(await cache.get('https://x.example/1'), undefined)
})

void t.test('robots.txt is asked for once, and counts', async (t) => {
  const site = await openSite(t)
  site.robots = {
    status: 200,
    text: 'User-agent: *\nDisallow: /private\n\nUser-agent: other\nDisallow: /',
  }
  const fetcher = openFetcher(t, site)
  t.equal((await fetcher.fetchPage(`${site.server.url}/page`)).text, 'First.')
  await t.rejects(fetcher.fetchPage(`${site.server.url}/private/a`), { message: /robots\.txt/u })
  t.same(site.asked, ['/page'])
  site.robots = { status: 503, text: '' }
  await t.rejects(openFetcher(t, site).fetchPage(`${site.server.url}/page`), { message: /robots/u })
  const without = openFetcher(t, site, { robots: false })
  t.equal((await without.fetchPage(`${site.server.url}/private/a`)).text, 'First.')
})
