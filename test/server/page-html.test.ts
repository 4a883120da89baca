import { load } from 'cheerio'
import t from 'tap'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { buildApp } from '../../src/server/app.ts'
import { fakeServices } from '../helpers/fake-services.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
const documents = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })
const app = await buildApp(fakeServices({ store, documents }), { version: '0.0.0' })
t.teardown(() => app.close().then(() => documents.close().then(() => store.close())))

const TEXT = 'Pumps & <script>alert(1)</script>.\nThe “pump” runs at noon. 그리고 다섯 시에.'
const stored = await app.inject({
  method: 'POST',
  url: '/documents',
  payload: { text: TEXT, title: '</title><img src=x>', url: 'https://x.example/a?b="c"&d' },
})
const { pageHash } = stored.json<{ pageHash: string }>()

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const get = (query = '', headers: Record<string, string> = BROWSER) =>
  app.inject({ url: `/pages/${pageHash}${query}`, headers })

void t.test('a browser sees a snapshot with its quote marked', async (t) => {
  const { text } = (await get('', {})).json<{ text: string }>()
  const start = text.indexOf('The “pump”')
  const end = text.indexOf(' 그리고')
  const answer = await get(`?quote=${start}-${end}`)
  t.match(answer.headers, { 'content-type': 'text/html; charset=utf-8', vary: /accept/ })
  const $ = load(answer.body)
  t.equal($('mark#quote').text(), 'The “pump” runs at noon.')
  t.equal($('.text').text(), text, 'nothing of it is lost')
  t.equal($('a[href="#quote"]').length, 1)
  t.match($('.from').text(), pageHash)
  t.equal(load((await get()).body)('mark').length, 0)
})

void t.test('nothing that a snapshot holds is markup, or could run', async (t) => {
  const answer = await get()
  const $ = load(answer.body)
  t.equal($('script, img').length, 0)
  t.equal($('title').text(), '</title><img src=x>')
  t.match($('.from a').attr('href'), /^https:\/\/x\.example\/a\?b=/)
  const policy = String(answer.headers['content-security-policy'])
  t.match(policy, /^default-src 'none'; style-src 'sha256-[^']+';/)
  t.match(policy, "frame-ancestors 'none'")
})

void t.test(
  'a program gets JSON, also with a quote; a quote that is none is refused',
  async (t) => {
    for (const accept of ['*/*', 'application/json']) {
      const answer = await get('?quote=0-5', { accept })
      t.match(answer.json(), { hash: pageHash, url: /^https:\/\/x\.example/ }, accept)
    }
    for (const quote of ['5-2', '3', '-1-2', 'a-b', '0-99999', '1-1'])
      t.match((await get(`?quote=${quote}`)).json(), { error: { code: 'INVALID_REQUEST' } }, quote)
  },
)
