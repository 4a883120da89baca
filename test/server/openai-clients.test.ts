import OpenAI from 'openai'
import t from 'tap'
import { chatCompletionSchema, responseSchema } from '../../src/server/openai/shapes.ts'
import { TEXT } from '../helpers/cited-agent.ts'
import { openCitedService } from '../helpers/cited-service.ts'

const apiKey = 'a-key-of-ours'
const { asked, store, baseURL } = await openCitedService({ version: '0.0.0', apiKey })
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const model = 'dunnock'

const citedIn = (text: string, one: { start_index: number; end_index: number }): string =>
  text.slice(one.start_index, one.end_index)
const CITED = ['Dunnocks nest low 🐦.', 'They lay blue eggs.']

void t.test('what clients send beside is taken, and named', async (t) => {
  const messages = [
    { role: 'system', content: '' },
    { role: 'user', content: 'First' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'a', type: 'function', function: {} }] },
    { role: 'tool', tool_call_id: 'a', content: 'found' },
    { role: 'user', content: [{ type: 'text', text: 'Second' }] },
    { role: 'developer', content: 'Be brief.' },
  ]
  const body = { model: 'openai/gpt-4o', messages, temprature: 1, top_k: 3, stop: null }
  const answer = chatCompletionSchema.parse(await client.post('/chat/completions', { body }))
  t.strictSame(answer.dunnock.ignored, [
    'model',
    'messages.empty',
    'messages.tool',
    'temprature',
    'top_k',
  ])
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['First', 'Instructions: Be brief.', 'Second'],
  )
  const many = Array.from({ length: 900 }, (_, i) => ({
    role: i % 2 === 0 ? 'user' : 'assistant',
    content: `turn ${i}`,
  }))
  const long = [{ role: 'system', content: 'x' }, ...many, { role: 'user', content: 'Last' }]
  const body2 = { model, messages: long }
  const cut = chatCompletionSchema.parse(await client.post('/chat/completions', { body: body2 }))
  t.strictSame(cut.dunnock.ignored, ['messages.older'])
  t.equal(asked.at(-1)?.length, 500)
  t.equal(asked.at(-1)?.[0]?.text, 'Instructions: x')
})

void t.test('tokens are counted, also at the end of a stream', async (t) => {
  const messages = [{ role: 'user' as const, content: 'one two three' }]
  const usage = { prompt_tokens: 3, completion_tokens: 11, total_tokens: 14 }
  t.match((await client.chat.completions.create({ model, messages })).usage, usage)
  const stream = await client.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  })
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)
  t.match(chunks.at(-1), { choices: [], usage })
  const response = await client.responses.create({ model, input: 'one two three' })
  t.match(response.usage, { input_tokens: 3, output_tokens: 11, total_tokens: 14 })
})

void t.test('citations stand in the text where that is asked for', async (t) => {
  const wanted = [
    'Dunnocks nest low 🐦. [1] They lay blue eggs. [2] It is late. [3]',
    '',
    '[1] Nests: https://example.org/nests',
    '[2] https://example.org/eggs',
    '[3] A file without an address',
  ].join('\n')
  const messages = [{ role: 'user' as const, content: 'Where?' }]
  const cited = await client.chat.completions.create({ model: 'dunnock-cited', messages })
  t.equal(cited.choices[0]?.message.content, wanted)
  t.strictSame(
    cited.choices[0]?.message.annotations?.map(({ url_citation: one }) => citedIn(wanted, one)),
    CITED,
  )
  const runner = client.chat.completions.stream({ model: 'dunnock-cited', messages })
  t.equal(await runner.finalContent(), wanted)
  const body = { model, input: 'Where?', dunnock: { citations: 'text' } }
  const response = responseSchema.parse(await client.post('/responses', { body }))
  t.equal(response.output[0]?.content[0]?.text, wanted)
})

void t.test('a prompt is completed', async (t) => {
  const prompt = 'Where do dunnocks nest?'
  const whole = await client.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt })
  t.match(whole, { object: 'text_completion', choices: [{ text: TEXT, finish_reason: 'stop' }] })
  t.equal(whole.usage?.prompt_tokens, 4)
  const stream = await client.completions.create({ model, prompt: [prompt], stream: true })
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.text ?? ''
  t.equal(text, TEXT)
  await t.rejects(client.completions.create({ model, prompt: ['a', 'b'] }), {
    code: 'INVALID_REQUEST',
    param: 'prompt',
  })
})

void t.test('stored responses are read and deleted', async (t) => {
  const first = await client.responses.create({ model, input: 'Where do dunnocks nest?' })
  const second = await client.responses.create({
    model,
    input: 'And when?',
    previous_response_id: first.id,
  })
  const found = await client.responses.retrieve(second.id)
  t.equal(found.output_text, TEXT)
  t.match(found, { previous_response_id: first.id, status: 'completed' })
  t.equal(found.usage?.total_tokens, second.usage?.total_tokens)
  const items = await client.responses.inputItems.list(second.id)
  t.match(items.data, [{ role: 'user', content: [{ text: 'And when?' }] }])
  const named = { 'content-type': 'application/json' }
  await client.delete(`/responses/${second.id}`, { headers: named })
  await t.rejects(client.responses.retrieve(second.id), { status: 404, code: 'TURN_NOT_FOUND' })
  await client.responses.create({ model, input: 'And why?', previous_response_id: first.id })
  t.equal(asked.at(-1)?.length, 3, 'the deleted turn is no part of its dialogue')
  await t.rejects(client.responses.delete('resp_none'), { code: 'TURN_NOT_FOUND' })
})

void t.test('items name what was said before, and the dialogue goes on', async (t) => {
  const { total } = await store.listDialogues({ limit: 1 })
  const first = await client.responses.create({ model, input: 'Where do dunnocks nest?' })
  const [message] = first.output
  const input = [
    { role: 'user', content: 'Where do dunnocks nest?' },
    { type: 'item_reference', id: message?.id },
    { type: 'function_call_output', call_id: 'a', output: 'x' },
    { role: 'user', content: [{ type: 'input_text', text: 'And when?' }] },
  ]
  const body = { model, input }
  const second = responseSchema.parse(await client.post('/responses', { body }))
  t.strictSame(
    asked.at(-1)?.map(({ text }) => text),
    ['Where do dunnocks nest?', TEXT, 'And when?'],
  )
  t.strictSame(second.dunnock?.ignored, ['input.function_call_output'])
  t.equal((await store.listDialogues({ limit: 1 })).total, total + 1, 'as one dialogue')
  const unknown = [
    { type: 'item_reference', id: 'msg_none' },
    { role: 'user', content: 'x' },
  ]
  const naming = client.post('/responses', { body: { model, input: unknown } })
  await t.rejects(naming, { code: 'TURN_NOT_FOUND' })
})
