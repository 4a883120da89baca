import t from 'tap'
import { ERRORS } from '../../src/spec/errors.ts'
import { describeError } from '../../web/ground/error-text.js'
import { isWebLink, plainText, shortUrl, splitTitle } from '../../web/ground/labels.js'

void t.test('an address is shown without what every address has', (t) => {
  const cases = [
    ['document:fastify/docs/Reference/Errors.md', 'fastify/docs/Reference/Errors.md'],
    ['document:notes/2024/May/trips/a%20b.md', '2024/May/trips/a b.md'],
    ['https://example.org/page/', 'example.org/page'],
    ['https://example.org/%E0%A4%A', 'example.org/%E0%A4%A'],
  ]
  for (const [url = '', wanted] of cases) t.equal(shortUrl(url), wanted)
  t.end()
})

void t.test('only addresses of the web are links', (t) => {
  t.ok(isWebLink('https://example.org'))
  for (const url of [
    'document:notes/a.md',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    undefined,
  ]) {
    t.notOk(isWebLink(url))
  }
  t.end()
})

void t.test('a title is split into its heading and the way there', (t) => {
  t.strictSame(splitTitle('A > B > C'), { last: 'C', path: 'A › B' })
  t.strictSame(splitTitle('A'), { last: 'A', path: '' })
  t.end()
})

void t.test('a statement in one line has no syntax of Markdown', (t) => {
  const cases = [
    ['Set `bodyLimit` to **two**.', 'Set bodyLimit to two.'],
    ['```js\nconst a = 1 - 2\n```', 'const a = 1 - 2'],
    ['| option | default |', 'option · default'],
    ['- one', 'one'],
    ['## Limits', 'Limits'],
    ['x || y', 'x || y'],
  ]
  for (const [text = '', wanted] of cases) t.equal(plainText(text), wanted)
  t.end()
})

void t.test('every error has words, and what a turn may end with a remedy', (t) => {
  for (const code of Object.keys(ERRORS)) t.ok(describeError({ code, message: 'm' }).title)
  t.equal(describeError({ code: 'NEW', message: 'm' }).remedy, 'm')
  t.equal(describeError({ code: 'UNAUTHORIZED', message: '' }).action, 'enter-key')
  t.end()
})
