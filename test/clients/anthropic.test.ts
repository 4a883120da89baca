import Anthropic from '@anthropic-ai/sdk'
import t from 'tap'
import type { Agent } from '../../src/agent/agent.ts'
import { buildApp } from '../../src/server/app.ts'
import { messageSchema } from '../../src/server/anthropic/shapes.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { citedAgent } from '../helpers/cited-agent.ts'
import { fakeAgent, fakeServices, replyOf } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const BOOK = 'About birds.\n\nDunnocks nest low in hedges. They lay blue eggs.'
const PAGE = 'Robins nest in holes.'
const failing = citedAgent()
const asked: Parameters<Agent['respond']>[0][] = []

/** Quotes the given document, and a page that was found. */
const respond: Agent['respond'] = async function* (request) {
  asked.push(request)
  if (request.dialogue.at(-1)?.text === 'fail') return yield* failing.respond(request)
  const text = 'They lay blue eggs. Robins nest in holes. I know no more.'
  const [given] = request.options.evidence ?? []
  const evidence = [
    { id: 'given-1', source: 'given', text: given?.text ?? BOOK, title: 'Birds' },
    { id: 'p', source: 'local', text: PAGE, page: { hash: 'abc', start: 100, end: 121 } },
  ]
  const own = BOOK.indexOf('They lay')
  const citations = [
    {
      start: 0,
      end: 19,
      evidenceId: 'given-1',
      quote: 'They lay blue eggs.',
      quoteStart: own,
      quoteEnd: own + 19,
      support: 0.9,
      title: 'Birds',
    },
    {
      start: 20,
      end: 41,
      evidenceId: 'p',
      quote: PAGE,
      quoteStart: 0,
      quoteEnd: 21,
      support: 0.8,
      url: 'https://example.org/robins',
    },
  ]
  yield { type: 'turn-start' }
  const reply = { ...replyOf(request, text), citations, evidence }
  yield await Promise.resolve({ type: 'turn-end' as const, reply })
}

const store = await openTestStore()
const apiKey = 'a-key-of-ours'
const app = await buildApp(fakeServices({ store, agent: fakeAgent(respond) }), { apiKey })
t.teardown(() => app.close().then(() => store.close()))
const baseURL = await listenOnLoopback(app)
const client = new Anthropic({ baseURL, apiKey, maxRetries: 0 })
const model = 'dunnock'
const messages: Anthropic.MessageParam[] = [
  {
    role: 'user',
    content: [
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: BOOK },
        title: 'Birds',
        citations: { enabled: true },
      },
      { type: 'text', text: 'What do they lay?' },
    ],
  },
]

void t.test('a message has its citations at the parts that they back', async (t) => {
  const message = await client.messages.create({
    model,
    max_tokens: 100,
    system: 'Be brief.',
    messages,
  })
  messageSchema.parse(message)
  const texts = message.content.map((block) => (block.type === 'text' ? block.text : ''))
  t.equal(texts.join(''), 'They lay blue eggs. Robins nest in holes. I know no more.')
  const cited = message.content.flatMap((block) =>
    block.type === 'text' ? (block.citations ?? []) : [],
  )
  t.match(cited, [
    { type: 'char_location', cited_text: 'They lay blue eggs.', document_index: 0 },
    { cited_text: PAGE, document_index: 1, start_char_index: 100, end_char_index: 121 },
  ])
  const [first] = cited
  t.ok(first?.type === 'char_location')
  if (first?.type === 'char_location') {
    t.equal(BOOK.slice(first.start_char_index, first.end_char_index), first.cited_text)
    t.equal(first.document_title, 'Birds')
  }
  t.match(message, { stop_reason: 'end_turn', usage: { output_tokens: 12 } })
  t.strictSame(
    asked.at(-1)?.dialogue.map(({ text }) => text),
    ['Instructions: Be brief.', 'What do they lay?'],
  )
  t.match(asked.at(-1)?.options.evidence, [{ text: BOOK, title: 'Birds' }])
})

void t.test('a streamed message adds up to the same', async (t) => {
  const whole = await client.messages.create({ model, max_tokens: 100, messages })
  const stream = client.messages.stream({ model, max_tokens: 100, messages })
  const events: string[] = []
  stream.on('streamEvent', ({ type }) => events.push(type))
  const last = await stream.finalMessage()
  t.strictSame(last.content, whole.content)
  t.equal(last.usage.output_tokens, whole.usage.output_tokens)
  t.equal(events[0], 'message_start')
  t.equal(events.at(-1), 'message_stop')
})

void t.test('tokens are counted, models listed', async (t) => {
  const { input_tokens: tokens } = await client.messages.countTokens({ model, messages })
  t.equal(tokens, 15)
  const { data } = await client.models.list()
  t.strictSame(
    data.map(({ id }) => id),
    ['dunnock', 'dunnock-cited'],
  )
})

void t.test('errors have Anthropic’s shape', async (t) => {
  const user = [{ role: 'user' as const, content: 'x' }]
  const ask = (more: object) =>
    client.messages
      .create({ model, max_tokens: 9, messages: user, ...more })
      .catch((error: unknown) => error)
  const tools = [{ name: 'a', input_schema: { type: 'object' } }]
  const wrong: [object, object][] = [
    [{ messages: [] }, { status: 400, error: { error: { type: 'invalid_request_error' } } }],
    [
      { tools, tool_choice: { type: 'any' } },
      { status: 400, message: /no tool is called/ },
    ],
    [
      { messages: [...user, { role: 'assistant', content: 'I' }] },
      { status: 400, message: /must end with a message of the user/ },
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: {} }] }] },
      { status: 400, message: /send text/ },
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url' } }] }] },
      { status: 400, message: /read as text/ },
    ],
    [{ messages: [{ role: 'user', content: 'fail' }] }, { status: 502, message: /is down/ }],
  ]
  for (const [more, expected] of wrong) t.match(await ask(more), expected, JSON.stringify(more))
  const stranger = new Anthropic({ baseURL, apiKey: 'another', maxRetries: 0 })
  await t.rejects(stranger.messages.create({ model, max_tokens: 9, messages: user }), {
    status: 401,
    message: /The API key/,
    error: { type: 'error', error: { type: 'authentication_error' } },
  })
  const failing = client.messages.stream({
    model,
    max_tokens: 9,
    messages: [{ role: 'user', content: 'fail' }],
  })
  await t.rejects(failing.finalMessage(), { message: /is down/ })
  await t.rejects(client.get('/v1/messages/nothing'), {
    status: 404,
    message: /There is nothing/,
    error: { type: 'error' },
  })
})
