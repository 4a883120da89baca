import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { openPageStore } from '../../../src/search/pages/page-store.ts'
import type { WebSource } from '../../../src/search/web/web-source.ts'
import { startServer } from '../../helpers/local-server.ts'
import { drain } from '../../helpers/drain.ts'
import { openWiki } from '../../helpers/open-wiki.ts'

const fixture = (path: string): string =>
  readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8')

const parsed = JSON.stringify({
  parse: { title: 'Dunnock', pageid: 234567, text: fixture('pages/wiki.html') },
})

type Call = { readonly query: URLSearchParams; readonly agent: string | undefined }

/** Answers as a MediaWiki does, with what the documentation of its API shows. */
const fakeWiki =
  (calls: Call[]): RequestListener =>
  (request, response) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    calls.push({ query, agent: request.headers['user-agent'] })
    const body =
      query.get('meta') === 'siteinfo'
        ? fixture('search/mediawiki-siteinfo.json')
        : query.get('list') === 'search'
          ? fixture('search/mediawiki-search.json')
          : query.get('pageid') === '234567'
            ? parsed
            : fixture('search/mediawiki-error.json')
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body)
  }

type Place = Pick<typeof t, 'testdir' | 'teardown'>

const open = async (
  t: Place,
  listener: RequestListener,
  options: { readonly retryMs?: number } = {},
): Promise<{ readonly wiki: WebSource; readonly dataDir: string }> => {
  const server = await startServer(listener)
  const dataDir = t.testdir()
  const apiUrl = `${server.url}/w/api.php`
  const wiki = openWiki({ dataDir, apiUrl, ...options })
  t.teardown(async () => {
    await wiki.close()
    await server.close()
  })
  return { wiki, dataDir }
}

void t.test('a question is answered with snippets of the wiki, and the page is kept', async (t) => {
  const calls: Call[] = []
  const { wiki, dataDir } = await open(t, fakeWiki(calls))
  const query = 'How many eggs are in the clutch of a dunnock?'
  const { events, evidence, failures } = await drain(wiki.find(query, { limit: 2 }))
  t.same(failures, [])
  t.match(events, [
    {
      type: 'search-results',
      results: [
        {
          title: 'Dunnock',
          url: 'http://en.wikipedia.org/wiki/Dunnock',
          text: /^The dunnock \(Prunella modularis\) is a small songbird & the most/u,
        },
        { title: 'Accentor' },
      ],
    },
    { type: 'page', url: 'http://en.wikipedia.org/wiki/Dunnock', status: 'ok' },
    { type: 'page', status: 'failed', reason: /no page with ID 98765/u },
  ])
  t.match(evidence[0], {
    title: 'Dunnock > Breeding',
    text: /four or five bright blue eggs/u,
    url: 'http://en.wikipedia.org/wiki/Dunnock',
    source: 'wikipedia',
  })
  const { hash = '', start, end } = evidence[0]?.page ?? {}
  const page = await (await openPageStore(dataDir)).get(hash)
  t.equal(page?.text.slice(start, end), evidence[0]?.text)
  t.ok(
    calls.every(({ agent }) => agent?.startsWith('Dunnock')),
    'it names itself',
  )
  t.equal(wiki.health().status, 'ok')
  t.match(wiki.health().detail, /^Wikipedia answers at 127\.0\.0\.1/u)
})

void t.test(
  'without a network the source is down, says why, and costs a turn nothing',
  async (t) => {
    const wiki = openWiki({
      dataDir: t.testdir(),
      fetch: () => {
        const cause = Object.assign(new Error('getaddrinfo'), { code: 'EAI_AGAIN' })
        return Promise.reject(new TypeError('fetch failed', { cause }))
      },
    })
    t.match(await wiki.selfTest(), {
      status: 'down',
      detail: /could not be resolved \(no network\?\)/u,
    })
    const started = performance.now()
    const { evidence, failures, events } = await drain(wiki.find('eggs', { limit: 2 }))
    t.ok(performance.now() - started < 50)
    t.same([evidence, events], [[], []])
    t.match(failures, [{ source: 'wikipedia', reason: /no network/u }])
    await wiki.close()
  },
)

void t.test('a wiki that comes back is used again', async (t) => {
  let up = false
  const answer = fakeWiki([])
  const { wiki } = await open(
    t,
    (request, response) => {
      if (up) answer(request, response)
      else response.destroy()
    },
    { retryMs: 30 },
  )
  t.match(await wiki.selfTest(), { status: 'down', detail: /connection was cut/u })
  up = true
  for (let waited = 0; wiki.health().status !== 'ok' && waited < 100; waited += 1) await pause(20)
  t.equal(wiki.health().status, 'ok')
  t.equal((await drain(wiki.find('dunnock eggs', { limit: 2 }))).evidence.length, 2)
})

void t.test('what is no MediaWiki is told apart in words', async (t) => {
  const cases: readonly (readonly [RequestListener, RegExp])[] = [
    [(_, response) => response.writeHead(403).end(), /403: access refused/u],
    [(_, response) => response.writeHead(404).end(), /no api\.php/u],
    [(_, response) => response.end('<html>Log in to the hotel</html>'), /not JSON/u],
    [(_, response) => response.end('{"hello":1}'), /not that of a MediaWiki/u],
  ]
  for (const [listener, detail] of cases) {
    const { wiki } = await open(t, listener)
    t.match(await wiki.selfTest(), { status: 'down', detail })
  }
})

void t.test('too many requests is a failure of the turn, not an outage', async (t) => {
  const answer = fakeWiki([])
  const { wiki } = await open(t, (request, response) => {
    if (request.url?.includes('list=search')) response.writeHead(429).end()
    else answer(request, response)
  })
  const { failures } = await drain(wiki.find('eggs', { limit: 1 }))
  t.match(failures, [{ source: 'wikipedia', reason: /429/u }])
  t.equal(wiki.health().status, 'ok')
})

void t.test('a caller who leaves is not waited for', async (t) => {
  const answer = fakeWiki([])
  const { wiki } = await open(t, (request, response) => {
    if (!request.url?.includes('list=search')) answer(request, response)
  })
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 100)
  const run = wiki.find('eggs', { limit: 1, signal: stop.signal })
  await t.rejects(drain(run), { code: 'ABORTED' })
  t.equal(wiki.health().status, 'ok', 'that is no fault of the wiki')
})
