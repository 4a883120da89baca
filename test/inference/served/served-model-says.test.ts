import t from 'tap'
import { openServedModel } from '../../../src/inference/served/open-served-model.ts'
import { fail, standIn, type Mishap } from '../../helpers/openai-stand-in.ts'
import { start, draw } from '../../helpers/served-model.ts'

void t.test('a server that loads its model is waited for, and that is told', async (t) => {
  const loading: Mishap = (response) =>
    fail(response, 503, { message: 'Loading model', type: 'unavailable_error', code: 503 })
  const server = await standIn()
  t.teardown(() => server.close())
  const times = Array<Mishap>(8).fill(loading)
  server.mishaps.push(...times)
  let told = 0
  const options = { url: server.url, retries: 0, lookMs: 1, onLoading: () => (told += 1) }
  const model = await openServedModel(options)
  t.teardown(() => model.close())
  t.equal(told, 1)
  server.mishaps.push(...times)
  t.equal((await draw(model)).length, 6)
  server.mishaps.push(...Array<Mishap>(1_000).fill(loading))
  const impatient = openServedModel({ ...options, loadingMs: 20 })
  await t.rejects(impatient, { code: 'LANGUAGE_MODEL_FAILED', message: /503: Loading model/ })
  const leaving = openServedModel({ ...options, lookMs: 60_000, signal: AbortSignal.timeout(20) })
  await t.rejects(leaving, { code: 'ABORTED' })
})

void t.test('a slot has its share of the context that all of them draw on', async (t) => {
  const props = (slots: number) => ({
    default_generation_settings: { n_ctx: 8_192 },
    total_slots: slots,
  })
  const one = (await start(t, { models: { data: [{ id: 'a' }] }, props: props(1) })).model
  const four = (await start(t, { models: { data: [{ id: 'a' }] }, props: props(4) })).model
  t.equal(one.contextTokens - four.contextTokens, 8_192 - 2_048)
})

const thoughts: [string, string, string][] = [
  ['marked', '<think>The user asks\nabout birds.</think>\n\nIn hedges.', 'In hedges.'],
  ['marked otherwise', '<thinking>Birds.</thinking>In hedges.', 'In hedges.'],
  ['begun by the template', 'The user asks.\n</think>\n\nIn hedges.', 'In hedges.'],
  ['cut off', '<think>The user asks', ''],
  ['begun anew', 'In hedges.\n<think>Is that all?', 'In hedges.\n'],
  ['in several parts', '<think>a</think>b<think>c</think>In hedges.', 'In hedges.'],
  [
    'in channels',
    '<|channel|>analysis<|message|>Birds.<|end|><|start|>assistant<|channel|>final<|message|>In hedges.<|return|>',
    'In hedges.',
  ],
  ['in a channel alone', '<|channel|>analysis<|message|>The user asks', ''],
  [
    'in channels without their marks',
    'analysisThe user asks.assistantfinalIn hedges.',
    'In hedges.',
  ],
]
for (const [name, written, said] of thoughts) {
  void t.test(`what a model thinks aloud is not said: ${name}`, async (t) => {
    const { model } = await start(t, { write: () => written, logprobs: true })
    const [sample] = await draw(model)
    t.equal(sample?.text, said)
    t.equal(sample?.logProbability, null, 'which would be that of the thoughts')
  })
}

void t.test(
  'of a template that begins the thoughts, a text without their end is all thoughts',
  async (t) => {
    const { model } = await start(t, {
      write: ({ messages }) =>
        messages[0]?.content === 'Say yes.' ? 'They want a yes.</think>Yes.' : 'The user asks abou',
    })
    t.equal((await draw(model))[0]?.text, '')
  },
)
