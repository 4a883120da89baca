import t from 'tap'
import { quoteVerbatim } from '../../src/agent/quote-verbatim.ts'

const quote = (...texts: string[]): string | undefined =>
  quoteVerbatim(
    'How do I set a timeout in undici?',
    texts.map((text, i) => ({ id: String(i), text, source: 'local' })),
  )?.text

const code = [
  '```js',
  "import { setGlobalDispatcher, Agent, setTimeout } from 'undici'",
  '',
  'setGlobalDispatcher(new Agent({',
  '  headersTimeout: 5000, // the timeout',
  '}))',
  '```',
].join('\n')

void t.test('a sentence or a list item is quoted before code, a heading or a table row', (t) => {
  const row = '| timeout in undici | how to set a timeout in undici |'
  const lead = 'To set a timeout in undici, write:'
  const sentence = 'The bodyTimeout ends a request that stands still.'
  t.equal(quote(`${lead}\n\n${code}\n\n${row}\n\n${sentence}`), sentence)
  t.equal(quote('# How to set an undici timeout now', code, `- ${sentence}`), sentence)
  t.equal(quote('How to set an undici timeout now', sentence), sentence)
  t.end()
})

void t.test('where there is only code, its statement is quoted whole, and no import', (t) => {
  const statement = code.split('\n').slice(3, 6).join('\n')
  t.equal(quote(code), statement)
  t.equal(quote(`The words of this sentence are others.\n${code}`), statement)
  t.equal(
    quote(`${code.split('\n').slice(1).join('\n')}\n\nA timeout has a name.`),
    'A timeout has a name.',
  )
  t.equal(quote("import { request, setTimeout } from 'undici'"), undefined)
  t.equal(quote('```sh\n$ npm install undici timeout\n```'), undefined)
  t.end()
})

void t.test('a quote stands in the evidence as it is', (t) => {
  for (const text of [code, '1. Set a timeout in undici.', 'Why? The timeout saves many sockets.'])
    t.ok(text.includes(quote(text) ?? 'none'), text)
  t.end()
})
