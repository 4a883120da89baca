import OpenAI from 'openai'
import t from 'tap'
import { chatCompletionSchema, responseSchema } from '../../src/server/openai/shapes.ts'
import { CITATIONS as citations, TEXT } from '../helpers/cited-agent.ts'
import { openCitedService } from '../helpers/cited-service.ts'

const apiKey = 'a-key-of-ours'
const { asked, store, baseURL } = await openCitedService({ version: '0.0.0', apiKey })
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const model = 'dunnock'

const citedIn = (text: string, one: { start_index: number; end_index: number }): string =>
  text.slice(one.start_index, one.end_index)
const CITED = ['Dunnocks nest low 🐦.', 'They lay blue eggs.']

void t.test('a chat completion has the reply, and its citations as annotations', async (t) => {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
    { role: 'assistant', content: 'Hello!' },
    { role: 'user', content: 'Where do dunnocks nest?' },
  ] as const
  const completion = await client.chat.completions.create({
    model,
    messages: messages.map((one) => ({ ...one }) as OpenAI.ChatCompletionMessageParam),
    temperature: 0.2,
    seed: 5,
  })
  const { dunnock, choices } = chatCompletionSchema.parse(completion)
  const { content, annotations } = completion.choices[0]?.message ?? {}
  t.equal(content, TEXT)
  t.strictSame(
    annotations?.map(({ url_citation: one }) => [citedIn(TEXT, one), one.url, one.title]),
    [
      [CITED[0], 'https://example.org/nests', 'Nests'],
      [CITED[1], 'https://example.org/eggs', 'https://example.org/eggs'],
    ],
  )
  t.equal(choices[0]?.finish_reason, 'stop')
  t.match(dunnock, { reply: { text: TEXT, seed: 5, citations }, ignored: ['temperature'] })
  t.strictSame(asked.at(-1), [
    { participant: 'user', text: 'Instructions: Be brief.' },
    { participant: 'user', text: 'Hello' },
    { participant: 'agent', text: 'Hello!' },
    { participant: 'user', text: 'Where do dunnocks nest?' },
  ])
  t.equal((await store.listDialogues({ limit: 1 })).total, 0, 'nothing is stored')
})

void t.test('a streamed completion adds up to the same', async (t) => {
  const messages = [{ role: 'user', content: 'Where?' }] as const
  const stream = await client.chat.completions.create({
    model,
    messages: [...messages],
    stream: true,
  })
  let text = ''
  const cited: string[] = []
  let last: unknown
  for await (const chunk of stream) {
    const { delta, finish_reason: reason } = chunk.choices[0] ?? {}
    text += delta?.content ?? ''
    const { annotations = [] } = (delta ?? {}) as OpenAI.ChatCompletionMessage
    for (const one of annotations) cited.push(citedIn(TEXT, one.url_citation))
    if (reason) last = chunk
  }
  t.equal(text, TEXT)
  t.strictSame(cited, CITED)
  t.match(last, { choices: [{ finish_reason: 'stop' }], dunnock: { reply: { text: TEXT } } })
  const runner = client.chat.completions.stream({ model, messages: [...messages] })
  t.equal(await runner.finalContent(), TEXT)
})

void t.test('a response has its text and annotations, and is gone on with by its id', async (t) => {
  const first = await client.responses.create({ model, input: 'Where do dunnocks nest?' })
  t.equal(first.output_text, TEXT)
  const { output, store: stored } = responseSchema.parse(first)
  t.ok(stored)
  const { annotations = [] } = output[0]?.content[0] ?? {}
  t.strictSame(
    annotations.map((one) => citedIn(TEXT, one)),
    CITED,
  )
  const input = 'And when?'
  const second = await client.responses.create({ model, input, previous_response_id: first.id })
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['Where do dunnocks nest?', TEXT, input],
  )
  t.equal(second.previous_response_id, first.id)
  await client.responses.create({ model, input: 'And why?', previous_response_id: first.id })
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['Where do dunnocks nest?', TEXT, 'And why?'],
    'a dialogue that has gone on since is branched',
  )
  const items = [{ role: 'user', content: [{ type: 'input_text', text: 'Where?' }] }] as const
  const unstored = await client.responses.create({
    model,
    instructions: 'Be brief.',
    input: items.map((one) => ({ role: one.role, content: [...one.content] })),
  })
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['Instructions: Be brief.', 'Where?'],
  )
  t.match(unstored, { store: true, instructions: 'Be brief.', output_text: TEXT })
  const third = await client.responses.create({
    model,
    previous_response_id: unstored.id,
    input: [{ role: 'user', content: 'And when?' }],
  })
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['Where?', TEXT, 'And when?'],
    'instructions hold for one turn',
  )
  t.match(third, { store: true })
  const apart = await client.responses.create({
    model,
    store: false,
    previous_response_id: third.id,
    input: 'Why?',
  })
  t.equal(asked.at(-1)?.length, 5)
  t.match(apart, { store: false })
  await t.rejects(client.responses.retrieve(apart.id), { code: 'TURN_NOT_FOUND' })
})

void t.test('a streamed response has the events of the protocol, in its order', async (t) => {
  const stream = await client.responses.create({ model, input: 'Where?', stream: true })
  const events: OpenAI.Responses.ResponseStreamEvent[] = []
  for await (const event of stream) events.push(event)
  const types = events.map(({ type }) => type.replace('response.', ''))
  t.strictSame(
    types.filter((type, i) => type !== types[i - 1]),
    [
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.annotation.added',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ],
  )
  t.strictSame(
    events.map((event) => event.sequence_number),
    events.map((_, i) => i),
  )
  const deltas = events.flatMap((one) =>
    one.type === 'response.output_text.delta' ? [one.delta] : [],
  )
  t.equal(deltas.join(''), TEXT)
  const runner = client.responses.stream({ model, input: 'Where?' })
  t.equal((await runner.finalResponse()).output_text, TEXT)
})

void t.test('errors have OpenAI’s shape and our code', async (t) => {
  const messages = [{ role: 'user', content: 'x' }] as OpenAI.ChatCompletionMessageParam[]
  const wrong: [object, object][] = [
    [{ messages: [] }, { status: 400, code: 'INVALID_REQUEST', param: 'messages' }],
    [
      { messages, n: 2 },
      { param: 'n', type: 'invalid_request_error' },
    ],
    [{ messages: [{ role: 'tool', content: 'x' }] }, { param: 'messages' }],
    [
      { messages: [{ role: 'system', content: 'x' }] },
      { message: /end with a message of the user/ },
    ],
    [{ messages: [...messages, { role: 'assistant', content: 'x' }] }, { message: /end with/ }],
    [{ messages, tools: [], tool_choice: 'required' }, { param: 'tool_choice' }],
    [{ messages, function_call: { name: 'x' } }, { param: 'function_call' }],
    [{ messages: [{ role: 'user', content: '\ud83d' }] }, { code: 'INVALID_TEXT' }],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
      { param: 'messages.0.content.0.type', message: /send text/ },
    ],
    [{ messages, response_format: { type: 'json_object' } }, { param: 'response_format.type' }],
    [{ messages, dunnock: { candidates: 99 } }, { param: 'dunnock.candidates' }],
    [
      { messages: [{ role: 'user', content: 'fail' }] },
      { status: 502, code: 'LANGUAGE_MODEL_FAILED', type: 'server_error' },
    ],
  ]
  for (const [body, expected] of wrong) {
    const call = client.post('/chat/completions', { body: { model, ...body } })
    const error: unknown = await call.catch((thrown: unknown) => thrown)
    t.match(error, expected, JSON.stringify(body))
  }
  const stranger = new OpenAI({ baseURL, apiKey: 'another', maxRetries: 0 })
  await t.rejects(stranger.models.list(), { status: 401, code: 'UNAUTHORIZED' })
  await t.rejects(client.models.retrieve('gpt-4o'), { status: 404, code: 'NOT_FOUND' })
  await t.rejects(client.post('/chat/completions', { body: 'x'.repeat(2_000_000) as never }), {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
  })
  await t.rejects(client.get('/nothing'), {
    status: 404,
    code: 'NOT_FOUND',
    type: 'not_found_error',
  })
  await t.rejects(client.put('/models'), {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    type: 'invalid_request_error',
  })
  t.strictSame(
    (await client.models.list()).data.map(({ id }) => id),
    [model, 'dunnock-cited'],
  )
  t.equal((await client.models.retrieve(model)).id, model)
})

void t.test('what fails in the middle of a stream ends it, in either shape', async (t) => {
  const messages = [{ role: 'user' as const, content: 'fail' }]
  const read = async () => {
    const stream = await client.chat.completions.create({ model, messages, stream: true })
    for await (const _ of stream);
  }
  await t.rejects(read(), { code: 'LANGUAGE_MODEL_FAILED', message: /is down/ })
  const events: OpenAI.Responses.ResponseStreamEvent[] = []
  const stream = await client.responses.create({ model, input: 'fail', stream: true })
  for await (const event of stream) events.push(event)
  t.match(events.at(-1), {
    type: 'response.failed',
    response: { status: 'failed', error: { code: 'LANGUAGE_MODEL_FAILED' } },
  })
})
