import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { fetch } from 'undici'
import t from 'tap'
import { createBrave } from '../../../src/search/web/brave.ts'
import { fallBack } from '../../../src/search/combine-sources.ts'
import { createPageFetcher } from '../../../src/search/fetch/fetch-page.ts'
import { createOpenSearch } from '../../../src/search/web/opensearch.ts'
import { createSearxng } from '../../../src/search/web/searxng.ts'
import { createTavily } from '../../../src/search/web/tavily.ts'
import type { SearchService } from '../../../src/search/web/search-service.ts'
import { createWebSource, type WebSource } from '../../../src/search/web/web-source.ts'
import { drain } from '../../helpers/drain.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'
import { startServer } from '../../helpers/local-server.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/search/${name}.json`, import.meta.url), 'utf8')

const PAGE = `<html><head><title>Dunnock</title><meta property="article:published_time" content="2024-04-02">
</head><body><main><h1>Dunnock</h1><p>It lives in hedges and gardens and feeds on the ground.</p>
<h2>Eggs</h2><p>The clutch is four or five bright blue eggs, laid from April on.</p></main></body></html>`

type Call = {
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
type Place = Pick<typeof t, 'teardown' | 'testdir'>
type Answer = { readonly status?: number; readonly body: string }

/** A server that speaks as the service does, and keeps what it was asked. */
const serve = async (
  t: Place,
  answer: (call: Call) => Answer,
): Promise<{ readonly url: string; readonly port: number; readonly calls: readonly Call[] }> => {
  const calls: Call[] = []
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname === '/robots.txt') return void response.writeHead(404).end()
    if (url.pathname === '/dunnock')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
    const call = { url, headers: request.headers, body: await text(request) }
    calls.push(call)
    const { status = 200, body } = answer(call)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  }
  const server = await startServer((request, response) => void handle(request, response))
  t.teardown(() => server.close())
  return { url: server.url, port: server.port, calls }
}

const signal = (): AbortSignal => AbortSignal.timeout(20_000)
const open = (t: Place, id: string, search: SearchService, port = 0): WebSource => {
  // Stands for the public network.
  const fetcher = createPageFetcher({
    ports: [port],
    allowedNetworks: ['127.0.0.2/32'],
    resolve: () => Promise.resolve([{ address: '127.0.0.2', family: 4 }]),
  })
  const source = createWebSource({
    id,
    search,
    encoder: hashEncoder(),
    keepPage: () => Promise.resolve(),
    fetcher,
  })
  t.teardown(async () => {
    await source.close()
    await fetcher.close()
  })
  return source
}

void t.test('SearXNG is asked for JSON, and its limits are told in words', async (t) => {
  const { url, calls } = await serve(t, () => ({ body: fixture('searxng') }))
  const search = createSearxng(url, fetch)
  const results = await search.search('dunnock eggs', 5, signal())
  t.match(results, [
    { url: 'https://birds.example/dunnock', title: 'Dunnock: nest and eggs', text: /blue eggs/u },
    { title: 'Metadata', text: '' },
  ])
  t.equal(calls[0]?.url.pathname, '/search')
  t.equal(calls[0]?.url.searchParams.get('format'), 'json')
  t.match(await search.probe(signal()), /answers at .* with 2 results, without google \(CAPTCHA\)/u)
  const closed = await serve(t, () => ({ status: 403, body: '<title>403 Forbidden</title>' }))
  const source = open(t, 'searxng', createSearxng(closed.url, fetch))
  t.match(await source.selfTest(), { status: 'down', detail: /JSON format is off.*settings\.yml/u })
})

void t.test('Brave gets its key in a header, and a wrong one is named', async (t) => {
  const { url: address, calls } = await serve(t, () => ({ body: fixture('brave') }))
  const search = createBrave({ key: 'secret', address }, fetch)
  t.match(await search.search('dunnock eggs', 3, signal()), [
    { url: 'https://birds.example/dunnock', text: /blue eggs/u },
  ])
  t.equal(calls[0]?.headers['x-subscription-token'], 'secret')
  t.equal(calls[0]?.url.searchParams.get('count'), '3')
  const none = await serve(t, () => ({ body: '{"type":"search","query":{"original":"x"}}' }))
  t.same(await createBrave({ key: 'k', address: none.url }, fetch).search('x', 1, signal()), [])
  const wrong = await serve(t, () => ({ status: 422, body: fixture('brave-error') }))
  const source = open(t, 'brave', createBrave({ key: 'secret', address: wrong.url }, fetch))
  const { status, detail } = await source.selfTest()
  t.equal(status, 'down')
  t.match(detail, /DUNNOCK_BRAVE_KEY is not valid/u)
  t.notMatch(detail, /secret/u)
})

void t.test('Tavily sends pages along, and a missing key is named', async (t) => {
  const { url: address, calls } = await serve(t, () => ({ body: fixture('tavily') }))
  const source = open(t, 'tavily', createTavily({ key: 'secret', address }, fetch))
  const { evidence, events } = await drain(source.find('How many eggs?', { limit: 1 }))
  t.match(evidence, [
    {
      text: /four or five bright blue eggs/u,
      title: 'Dunnock: nest and eggs > Dunnock > Nest and eggs',
      url: 'https://birds.example/dunnock',
      source: 'tavily',
    },
  ])
  t.match(events.slice(1), [
    { type: 'page', status: 'ok' },
    { type: 'page', status: 'refused', reason: /refused/u },
  ])
  t.equal(calls.at(-1)?.headers.authorization, 'Bearer secret')
  t.match(JSON.parse(calls.at(-1)?.body ?? ''), { query: 'How many eggs?', search_depth: 'basic' })
  const wrong = await serve(t, () => ({ status: 401, body: fixture('tavily-error') }))
  const refused = open(t, 'tavily', createTavily({ key: 'k', address: wrong.url }, fetch))
  t.match(await refused.selfTest(), { status: 'down', detail: /401.*DUNNOCK_TAVILY_KEY/u })
})

void t.test('an OpenSearch index is a source of whole documents', async (t) => {
  const { url, calls } = await serve(t, ({ url: asked }) =>
    asked.pathname.endsWith('_count')
      ? { body: '{"count":1234}' }
      : { body: fixture('opensearch') },
  )
  const address = `${url.replace('//', '//reader:p%40ss@')}/birds`
  const source = open(t, 'opensearch', createOpenSearch({ address }, fetch))
  t.match(await source.selfTest(), { status: 'ok', detail: /^birds at .* holds 1,234 documents$/u })
  const { evidence } = await drain(source.find('dunnock bright blue eggs', { limit: 2 }))
  t.match(evidence[0], {
    text: /four or five bright blue eggs/u,
    title: 'Dunnock',
    url: 'https://birds.example/dunnock',
  })
  t.match(evidence[1], { title: 'Wren', url: `${url}/birds/_doc/a%2Fb` })
  const sent = Buffer.from('reader:p@ss').toString('base64')
  t.equal(calls.at(-1)?.headers.authorization, `Basic ${sent}`)
  t.match(JSON.parse(calls.at(-1)?.body ?? ''), { query: { multi_match: { lenient: true } } })
  const keyed = createOpenSearch({ address: `${url}/birds`, key: 'abc' }, fetch)
  await keyed.probe(signal())
  t.equal(calls.at(-1)?.headers.authorization, 'ApiKey abc')
  const gone = await serve(t, () => ({ status: 404, body: fixture('opensearch-error') }))
  const missing = open(t, 'opensearch', createOpenSearch({ address: `${gone.url}/birds` }, fetch))
  t.match(await missing.selfTest(), { status: 'down', detail: /404: no such index \[birds\]/u })
})

void t.test(
  'what a search lists is fetched, dated and cut; private addresses are refused',
  async (t) => {
    const server = await serve(t, () => {
      const listed = fixture('searxng').replace(
        'https://birds.example',
        `http://birds.example:${server.port}`,
      )
      return { body: listed }
    })
    const source = open(t, 'searxng', createSearxng(server.url, fetch), server.port)
    const { events, evidence, failures } = await drain(source.find('How many eggs?', { limit: 1 }))
    t.same(failures, [])
    t.match(events.slice(1), [
      { status: 'failed' },
      { status: 'refused', reason: /metadata|link-local/u },
    ])
    t.same(evidence, [], 'nothing listens at the address that stands for the network')
  },
)

void t.test('a service that fails three times is left alone until it answers again', async (t) => {
  let broken = false
  const { url, calls } = await serve(t, () =>
    broken ? { status: 500, body: 'oops' } : { body: fixture('searxng') },
  )
  const source = open(t, 'searxng', createSearxng(url, fetch))
  t.match(await source.selfTest(), { status: 'ok' })
  broken = true
  for (let call = 0; call < 3; call += 1) {
    const { failures } = await drain(source.find('eggs', { limit: 1 }))
    t.match(failures, [{ source: 'searxng', reason: /500/u }])
  }
  const asked = calls.length
  const { failures } = await drain(source.find('eggs', { limit: 1 }))
  t.match(failures, [{ source: 'searxng', reason: /500; tested again/u }])
  t.equal(calls.length, asked, 'it was not asked')
  broken = false
  t.match(await source.selfTest(), { status: 'ok' })
})

void t.test('where one engine fails the next one answers, and the failure is told', async (t) => {
  const closed = await serve(t, () => ({ status: 403, body: '' }))
  const { url: address } = await serve(t, () => ({ body: fixture('tavily') }))
  const web = fallBack('web', [
    open(t, 'searxng', createSearxng(closed.url, fetch)),
    open(t, 'tavily', createTavily({ key: 'k', address }, fetch)),
  ])
  const { evidence, failures } = await drain(web.find('How many eggs?', { limit: 1 }))
  t.match(evidence, [{ source: 'tavily' }])
  t.match(failures, [{ source: 'searxng', reason: /JSON format is off/u }])
  t.match(web.health(), { id: 'web', status: 'ok', detail: /searxng: .*; tavily: Tavily answers/u })
})
