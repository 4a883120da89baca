import { setInterval } from 'node:timers/promises'
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { Readable } from 'node:stream'
import type { ServerResponse } from 'node:http'
import t from 'tap'
import { createPageFetcher, type PageFetcher } from '../../../src/search/fetch/fetch-page.ts'
import { startServer } from '../../helpers/local-server.ts'
import { tinyPdf } from '../../helpers/tiny-pdf.ts'

const HTML = '<html><head><title>A page</title></head><body><p>Some words here.</p></body></html>'
const MiB = 1024 * 1024

type Answer = (response: ServerResponse, url: URL) => unknown

const html = (response: ServerResponse, body: string | Uint8Array, headers = {}): void => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

const drip = async (response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/html' })
  for await (const _ of setInterval(20)) if (!response.write('<p>')) return
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/ok': (response) => html(response, HTML),
  '/gzip': (response) => html(response, gzipSync(HTML), { 'content-encoding': 'gzip' }),
  '/brotli': (response) => html(response, brotliCompressSync(HTML), { 'content-encoding': 'br' }),
  '/deflate': (response) => html(response, deflateSync(HTML), { 'content-encoding': 'deflate' }),
  '/twice': (response) =>
    html(response, gzipSync(gzipSync(HTML)), { 'content-encoding': 'gzip, gzip' }),
  '/bomb': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    const zeros = Buffer.alloc(MiB)
    Readable.from(
      (function* () {
        for (let i = 0; i < 10_000; i += 1) yield zeros
      })(),
    )
      .pipe(createGzip({ level: 1 }))
      .pipe(response)
  },
  '/endless': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const chunk = Buffer.alloc(MiB, 'x')
    Readable.from(
      (function* () {
        for (;;) yield chunk
      })(),
    ).pipe(response)
  },
  '/declared': (response) => html(response, '', { 'content-length': String(50 * MiB) }),
  '/cut-gzip': (response) =>
    html(response, gzipSync(HTML).subarray(0, 40), { 'content-encoding': 'gzip' }),
  '/short': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '1000' })
    response.write('<p>not all')
    setTimeout(() => response.destroy(), 20)
  },
  '/silent': () => undefined,
  '/drip': (response) => void drip(response),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/hop': (response, url) => {
    const left = Number(url.searchParams.get('left'))
    response.writeHead(301, { location: left === 0 ? '/ok' : `/hop?left=${left - 1}` }).end()
  },
  '/to-metadata': (response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
  '/to-file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-nowhere': (response) => response.writeHead(302, { location: 'http://' }).end(),
  '/image': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('png'),
  '/untyped': (response) => response.end(HTML),
  '/missing': (response) => response.writeHead(404, { 'content-type': 'text/html' }).end(HTML),
  '/empty': (response) => html(response, '<body></body>'),
  '/latin1': (response) =>
    html(response, Buffer.from('<p>Größe der Straße</p>', 'latin1'), {
      'content-type': 'text/html; charset=iso-8859-1',
    }),
  '/meta': (response) =>
    html(response, Buffer.from('<meta charset="windows-1252"><p>10 \x80 für Öl</p>', 'latin1'), {
      'content-type': 'text/html',
    }),
  '/bom': (response) =>
    html(response, Buffer.from('\ufeff<p>Grüße aus Köln</p>', 'utf16le'), {
      'content-type': 'text/html; charset=iso-8859-1',
    }),
  '/pdf': (response) =>
    response.writeHead(200, { 'content-type': 'application/pdf' }).end(tinyPdf(['Read me.'])),
  '/agent': (response, url) => html(response, `<p>agent ${url.searchParams.get('agent')}</p>`),
}

void t.test('pages of a real server', async (t) => {
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    url.searchParams.set('agent', request.headers['user-agent'] ?? '')
    if (url.pathname === '/robots.txt') response.writeHead(404).end()
    else ANSWERS[url.pathname]?.(response, url)
  })
  const fetcher = createPageFetcher({
    ports: [server.port],
    allowedNetworks: ['127.0.0.0/8'],
    userAgent: 'Dunnock/test',
    limits: {
      headersMs: 400,
      totalMs: 1_500,
      redirects: 3,
      maxBytes: MiB,
      maxUnpackedBytes: 2 * MiB,
    },
  })
  t.teardown(async () => {
    await fetcher.close()
    await server.close()
  })
  const get = (path: string): ReturnType<PageFetcher['fetchPage']> =>
    fetcher.fetchPage(`${server.url}${path}`)

  for (const path of ['/ok', '/gzip', '/brotli', '/deflate', '/untyped', '/hop?left=1']) {
    const page = await get(path)
    t.equal(page.text, 'Some words here.', path)
    t.equal(page.title, 'A page', path)
  }
  t.equal((await get('/hop?left=1')).url, `${server.url}/ok`, 'the last address is the page')
  t.equal((await get('/latin1')).text, 'Größe der Straße')
  t.equal((await get('/meta')).text, '10 € für Öl')
  t.equal((await get('/bom')).text, 'Grüße aus Köln')
  t.match((await get('/pdf')).text, /Read me/u)
  t.equal((await get('/agent')).text, 'agent Dunnock/test')

  const failures: readonly (readonly [string, RegExp])[] = [
    ['/bomb', /larger than|too long/u],
    ['/endless', /larger than|too long/u],
    ['/declared', /larger than/u],
    ['/twice', /encoding/u],
    ['/cut-gzip', /too early/u],
    ['/short', /cut/u],
    ['/silent', /in time/u],
    ['/drip', /too long/u],
    ['/loop', /more than 3 times/u],
    ['/hop?left=9', /more than 3 times/u],
    ['/to-nowhere', /nowhere/u],
    ['/image', /image\/png/u],
    ['/missing', /404/u],
  ]
  const before = process.memoryUsage().rss
  for (const [path, message] of failures) {
    await t.rejects(get(path), { code: 'FETCH_FAILED', message }, path)
  }
  const grown = (process.memoryUsage().rss - before) / MiB
  t.ok(grown < 200, `memory grew by ${grown.toFixed(0)} MiB`)
  await t.rejects(get('/to-metadata'), { code: 'URL_REFUSED' }, 'redirects are checked again')
  await t.rejects(get('/to-file'), { code: 'URL_REFUSED' })
  await t.rejects(get('/empty'), { code: 'UNSUPPORTED_DOCUMENT' })
  await t.rejects(fetcher.fetchPage('http://127.0.0.1:1/'), { code: 'URL_REFUSED' })

  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  const started = performance.now()
  await t.rejects(fetcher.fetchPage(`${server.url}/silent`, stop.signal), { code: 'ABORTED' })
  t.ok(performance.now() - started < 300, 'a caller who leaves is gone at once')
})

void t.test('a host that does not resolve is named so', async (t) => {
  const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
  const fetcher = createPageFetcher({ resolve: () => Promise.reject(error) })
  await t.rejects(fetcher.fetchPage('http://nowhere.example.com/'), {
    code: 'FETCH_FAILED',
    message: /no such host/u,
  })
  await fetcher.close()
})
