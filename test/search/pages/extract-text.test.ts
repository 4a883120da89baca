import { readFileSync } from 'node:fs'
import t from 'tap'
import { extractText, type ExtractedPage } from '../../../src/search/pages/extract-text.ts'
import { hashText } from '../../../src/search/pages/hash-text.ts'
import { isAppError } from '../../../src/spec/errors.ts'
import { tinyPdf } from '../../helpers/tiny-pdf.ts'
import { tokenF1 } from '../../helpers/token-f1.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/pages/${name}`, import.meta.url), 'utf8')

const extract = (content: string | Uint8Array, mediaType = 'text/html'): Promise<ExtractedPage> =>
  extractText({ content, mediaType, url: 'https://example.com/page', name: 'page' })

void t.test('the main text of each kind of page is kept, and little else', async (t) => {
  for (const name of ['news', 'docs-site', 'forum', 'tables', 'blog', 'wiki']) {
    const page = await extract(fixture(`${name}.html`))
    const f1 = tokenF1(page.text, fixture(`${name}.txt`))
    t.ok(f1 >= 0.95, `${name}: token F1 is ${f1.toFixed(3)}\n${f1 < 0.95 ? page.text : ''}`)
    t.equal(page.hash, hashText(page.text))
  }
})

void t.test('title and language come from the page', async (t) => {
  const news = await extract(fixture('news.html'))
  t.equal(news.title, 'River barrier closed for the first time in nine years')
  t.equal(news.language, 'en-GB')
  t.equal((await extract(fixture('blog.html'))).language, 'de')
})

void t.test('author and date come from the head, the structured data or the marks', async (t) => {
  const body = '<body><article><p>Some words stand here.</p></article></body>'
  const cases: readonly (readonly [string, object])[] = [
    [
      '<meta name="author" content="Ana Ruiz"><meta property="article:published_time" content="2024-05-01T08:00:00+02:00">',
      { author: 'Ana Ruiz', published: '2024-05-01T06:00:00.000Z' },
    ],
    [
      '<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person","name":"Jo Li"},"datePublished":"2023-02-03"}</script>',
      { author: 'Jo Li', published: '2023-02-03' },
    ],
    ['<meta name="date" content="some day">', {}],
  ]
  for (const [head, facts] of cases) {
    const { author, published } = await extract(`<html><head>${head}</head>${body}</html>`)
    t.same({ ...(author && { author }), ...(published && { published }) }, facts)
  }
})

void t.test('headings, lists, tables and code stay readable', async (t) => {
  const { text } = await extract(fixture('docs-site.html'))
  t.match(text, /^# Retries$/mu)
  t.match(text, /^## Limits$/mu)
  t.ok(
    text.includes('```js\nconst client = createClient({\n  maxRetries: 5,\n'),
    'code keeps its lines',
  )
  t.match(text, /^1\. 100 ms after the first failure,$/mu)
  t.match(text, /^ +- never more than maxWait,$/mu)
  t.match(text, /^\| 429 \| yes, after Retry-After \|$/mu)
})

void t.test('what a reader does not see is not there', async (t) => {
  const { text } = await extract(fixture('hidden.html'))
  t.notMatch(text, /poison/u)
  t.ok(text.includes('open from 10 to 18'), 'a rule for print hides nothing')
  t.ok(text.includes('17:15'))
})

void t.test('a page that scripts would build holds no text, and says so', async (t) => {
  await t.rejects(extract(fixture('script-built.html')), { code: 'UNSUPPORTED_DOCUMENT' })
  await t.rejects(extract(''), { code: 'UNSUPPORTED_DOCUMENT' })
})

void t.test('Markdown loses its front matter and badges and keeps its code', async (t) => {
  const markdown = [
    '---',
    'title: "Read me"',
    'tags: [a, b]',
    '---',
    '# Courier',
    '',
    '[![build](https://x.example/b.svg)](https://x.example) ![npm](https://x.example/n.svg)',
    '',
    '<p align="center"><a href="#one">One</a> <a href="#two">Two</a> <a href="#three">Three</a> <a href="#four">Four</a></p>',
    '',
    'Sends **parcels** with `send()`.',
    '',
    '```ts',
    'send({ to: "<b>here</b>" })',
    '```',
  ].join('\n')
  const page = await extract(markdown, 'text/markdown')
  t.equal(page.title, 'Read me')
  t.equal(
    page.text,
    '# Courier\n\nSends parcels with send().\n\n```ts\nsend({ to: "<b>here</b>" })\n```',
  )
})

void t.test('tags of templates leave their titles, and code keeps them', async (t) => {
  const markdown = [
    '{{% alert title="Note" color="info" %}} Save the IDs. {{% /alert %}}',
    '{{< code-toggle file=site >}}',
    '{{% include "/notes/one.md" %}}',
    '> [!NOTE]\n> Keep the IDs.',
    'Since {{< since 0.120 >}} use `{{< figure src="a.png" >}}`.{{</ code-toggle >}}',
    'Locale {{< new-in 0.120.1 />}} is the language.',
    '```\n{{< highlight lang="go" >}}\n```',
  ].join('\n\n')
  const page = await extract(markdown, 'text/markdown')
  t.equal(
    page.text,
    'Note: Save the IDs.\n\nNote: Keep the IDs.\n\nSince {{< since 0.120 >}} use {{< figure src="a.png" >}}.\n\nLocale (new in 0.120.1) is the language.\n\n```\n{{< highlight lang="go" >}}\n```',
  )
})

void t.test('links of Liquid are links, names stay, comments and other tags go', async (t) => {
  const markdown = [
    '---\ntitle: Logging <em>in</em> &amp; Networks < 3\n---',
    'See [the *login*\npage]({% page "/login/#help" %}) or ask in {% slack_channel "people-ops" %}.',
    '{% comment %}\nNot shown.\n{% endcomment %}',
    '{% raw %}Use `{% page %}`.{% endraw %}{% include "step.html" steps: all %}',
    '<p>Ask in {% slack_channel "html-ops" %}.</p>',
    'From 5{% to 10%.',
  ].join('\n\n')
  const page = await extract(markdown, 'text/markdown')
  t.equal(page.title, 'Logging in & Networks < 3')
  t.equal(
    page.text,
    'See the login page or ask in people-ops.\n\nUse {% page %}.\n\nAsk in html-ops.\n\nFrom 5{% to 10%.',
  )
})

void t.test('a rule at the top of Markdown is not front matter', async (t) => {
  const page = await extract('---\n\nFirst paragraph here.\n\n---\n\nSecond one.', 'text/markdown')
  t.equal(page.text, 'First paragraph here.\n\nSecond one.')
})

void t.test('plain text keeps its lines', async (t) => {
  const page = await extract('One.\r\nTwo.\r\n\r\n\r\n\r\nThree.  \n', 'text/plain')
  t.equal(page.text, 'One.\nTwo.\n\nThree.')
  t.equal(page.title, 'page')
})

void t.test('invisible characters carry nothing', async (t) => {
  const tag = Array.from('ignore', (c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')
  const text = `A\u200bb\u2060c\ufeffd ${tag}\u202eevil\u202c\u2066x\u2069 so\u00adft\u0000 \ud800end\u00a0now`
  const page = await extract(text, 'text/plain')
  t.equal(page.text, 'Abcd evilx soft \ufffdend now')
})

void t.test('joiners that spell words and emoji stay', async (t) => {
  const text = 'می‌خواهم 👩‍🔬 क्‍ष ❤️'
  t.equal((await extract(text, 'text/plain')).text, text)
})

void t.test('a PDF is read, and a broken one refused with a reason', async (t) => {
  const page = await extract(
    tinyPdf(['The valve opens at 3 bar.', 'It closes at 2 bar.']),
    'application/pdf',
  )
  t.match(page.text, /The valve opens at 3 bar\./u)
  t.match(page.text, /It closes at 2 bar\./u)
  const broken = extract(Buffer.from('%PDF-1.4 nothing'), 'application/pdf')
  await t.rejects(broken, { code: 'UNSUPPORTED_DOCUMENT' })
})

void t.test('binary files and foreign kinds are refused', async (t) => {
  await t.rejects(extract(Buffer.from([1, 0, 2, 0]), 'text/plain'), {
    code: 'UNSUPPORTED_DOCUMENT',
  })
  await t.rejects(extract('x', 'image/png'), { code: 'UNSUPPORTED_DOCUMENT' })
})

void t.test('tags nested without end are refused, not fatal', async (t) => {
  const deep = '<div>'.repeat(60_000) + 'x'
  const outcome = await extract(deep).catch((error: unknown) => error)
  t.ok(isAppError(outcome, 'UNSUPPORTED_DOCUMENT') || (outcome as ExtractedPage).text === 'x')
})

void t.test('pages made to be slow are read or refused in seconds', async (t) => {
  const much = (text: string): string => text.repeat(400_000 / text.length)
  const hostile = [
    `<style>${much('/*')}</style>x`,
    `<style>${much('@media{a')}</style>x`,
    `<style>${much('a')}</style>x`,
    `<pre>a${much(' ')}b</pre>`,
    `<pre>a${much('\n')}b</pre>`,
    much('<b> </b>'),
    much('<div class="content">'),
    much('<a href="#">x</a>'),
    `<p>${much('A. ')}</p>`,
  ]
  for (const html of hostile) {
    const before = process.cpuUsage()
    await extract(html).catch((error: unknown) => t.ok(isAppError(error)))
    // The process's own time: a busy machine makes no page slow.
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    t.ok(ms < 8_000, `${html.slice(0, 20)} took ${ms.toFixed(0)} ms`)
  }
})
