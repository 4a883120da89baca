import { once } from 'node:events'
import t from 'tap'
import { openServedModel } from '../../../src/inference/served/open-served-model.ts'
import type { SampleRequest } from '../../../src/spec/language-model.ts'
import { fail, standIn, type Mishap, type StandInOptions } from '../../helpers/openai-stand-in.ts'
import { start, GREEDY, DRAWN, dialogue, race, draw } from '../../helpers/served-model.ts'

void t.test('a server like vLLM draws the samples of a prompt in one call', async (t) => {
  const { server, model, probes } = await start(t, { logprobs: true }, { name: 'stand-in-7b' })
  t.equal(probes, 1)
  const samples = await draw(model)
  t.match(
    server.calls.slice(1).map(({ n = 1, seed, temperature }) => [n, seed, temperature]),
    [
      [1, 40, 0],
      [2, 41, 0.8],
      [1, 43, 0],
      [2, 44, 0.8],
    ],
  )
  t.strictSame(
    samples.map(({ index, text }) => [index, text.split(' ')[1]]),
    ['greedy', '41', '42', 'greedy', '44', '45'].map((drawn, index) => [index, drawn]),
  )
  t.ok(samples.every(({ tokens, logProbability }) => tokens === 4 && logProbability === -2))
  t.strictSame(await draw(model), samples, 'same request, same samples')
  t.match(model.id, /^stand-in-7b@127\.0\.0\.1:\d+$/)
  t.ok(model.contextTokens > 7_500 && model.contextTokens < 8_192)
})

const refusing = (name: string, error: object): StandInOptions => ({
  refuse: (asked) => (name in asked ? { status: 400, error } : undefined),
})
const kinds: [string, StandInOptions, object][] = [
  [
    'llama.cpp, which takes one sample a call',
    {
      several: { refused: 'Only one completion choice is allowed' },
      models: { data: [{ id: 'model.gguf', meta: { n_ctx_train: 131_072 } }] },
      props: { default_generation_settings: { n_ctx: 2_048 } },
    },
    { n: undefined, min_p: 0.05 },
  ],
  ['Ollama, which passes over n', { several: 'ignored' }, { n: undefined }],
  ['one that does not stream', { streams: false, several: 'ignored' }, { stream: true }],
  [
    'OpenAI, which knows no min_p',
    refusing('min_p', { message: 'Unrecognized request argument supplied: min_p', param: null }),
    { min_p: undefined, logprobs: true, n: 2 },
  ],
  [
    'OpenAI, whose newer models name the limit differently',
    refusing('max_tokens', {
      message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
      param: 'max_tokens',
    }),
    { max_tokens: undefined, max_completion_tokens: 64, n: 2 },
  ],
  [
    'one that says not what it refuses',
    refusing('logprobs', { message: 'bad request' }),
    { logprobs: undefined, temperature: 0.8 },
  ],
]
for (const [name, options, expected] of kinds) {
  void t.test(`${name}: found out at the start, then each sample comes once`, async (t) => {
    const { server, model, probes } = await start(t, options)
    const samples = await draw(model)
    t.strictSame(
      samples.map(({ index }) => index),
      [0, 1, 2, 3, 4, 5],
    )
    t.ok(samples.every(({ logProbability }) => logProbability === null))
    t.ok(samples.every(({ text, tokens }) => text.startsWith('Sample') && tokens > 0))
    t.equal(new Set(samples.map(({ text }) => text)).size, 6)
    const drawn = server.calls.slice(probes).find(({ temperature }) => temperature !== 0)
    t.match(drawn, expected)
    t.strictSame(await draw(model), samples)
  })
}

void t.test('the context is as large as the server says, each in its own way', async (t) => {
  const props = { default_generation_settings: { n_ctx: 2_048 } }
  const sizes: [StandInOptions, number][] = [
    [{ models: { data: [{ id: 'a', max_model_len: 8_192 }] } }, 8_192],
    [{ models: { data: [{ id: 'a', meta: { n_ctx_train: 131_072 } }] }, props }, 2_048],
    [{ models: { data: [{ id: 'a' }, { id: 'b' }] } }, 4_096],
  ]
  const room = await Promise.all(
    sizes.map(async ([options, size]) => size - (await start(t, options)).model.contextTokens),
  )
  t.ok(
    room.every((frame) => frame === room[0] && frame > 50 && frame < 600),
    room.join(', '),
  )
  const { model } = await start(t, { models: { object: 'error' } }, { name: 'unlisted' })
  t.match(model.id, /^unlisted@/)
})

void t.test('a server that is busy is asked again after the time it names', async (t) => {
  const { server, model } = await start(t)
  const busy: Mishap = (response) =>
    fail(response, 429, { message: 'slow down' }, { 'retry-after': '0.01' })
  server.mishaps.push(busy, (response) => fail(response, 503, { message: 'Loading model' }), busy)
  t.equal((await draw(model)).length, 6)
  server.mishaps.push((response) =>
    fail(response, 429, { message: 'quota exceeded' }, { 'retry-after': '3600' }),
  )
  const one = { ...race, samples: race.samples.slice(0, 1) }
  await t.rejects(draw(model, one), {
    code: 'LANGUAGE_MODEL_FAILED',
    message: /429: quota exceeded/,
  })
})

const breakOff: Mishap = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const part = { choices: [{ index: 0, delta: { content: 'Half a' } }] }
  response.write(`data: ${JSON.stringify(part)}\n\n`, () => response.destroy())
}
const say =
  (type: string, text: string): Mishap =>
  (response) =>
    response.writeHead(200, { 'content-type': type }).end(text)
const mishaps: [string, Mishap, RegExp][] = [
  ['the connection is dropped', breakOff, /no answer that can be read/],
  ['the stream ends too early', say('text/event-stream', 'data: [DONE]\n\n'), /broke off/],
  [
    'an error stands in the stream',
    say('text/event-stream', 'data: {"error":{"message":"CUDA out of memory"}}\n\n'),
    /CUDA out of memory/,
  ],
  ['it is no JSON', say('application/json', '<html>'), /no answer that can be read/],
  ['it is other JSON', say('application/json', '{"choices":[{"index":"a"}]}'), /OpenAI's protocol/],
  ['it falls silent', () => undefined, /did not answer in time/],
  [
    'the prompt is too long for it',
    (response) => fail(response, 400, { message: 'maximum context length is 512 tokens' }),
    /status 400: maximum context length/,
  ],
  ['the model is gone', (response) => fail(response, 404, {}), /DUNNOCK_LANGUAGE_MODEL_NAME/],
]
void t.test('what goes wrong is said, with what to do; the next call is answered', async (t) => {
  const { server, model } = await start(t, {}, { silenceMs: 200, retries: 0 })
  const one = { ...race, samples: race.samples.slice(0, 1) }
  for (const [name, mishap, message] of mishaps) {
    server.mishaps.push(mishap)
    await t.rejects(draw(model, one), { code: 'LANGUAGE_MODEL_FAILED', message }, name)
    t.match(model.failure(), message)
    t.equal((await draw(model, one)).length, 1)
    t.equal(model.failure(), undefined)
  }
})

void t.test('a server that is not there, or refuses the key, is told at the start', async (t) => {
  const gone = await standIn()
  await gone.close()
  const wrong = openServedModel({ url: gone.url })
  await t.rejects(wrong, { code: 'LANGUAGE_MODEL_FAILED', message: /ECONNREFUSED.*MODEL_URL/ })
  const server = await standIn({ key: 'the-right-key' })
  t.teardown(() => server.close())
  const key = 'a-very-secret-key'
  const error: unknown = await openServedModel({ url: server.url, key }).catch(
    (thrown: unknown) => thrown,
  )
  t.match(error, { code: 'LANGUAGE_MODEL_FAILED', message: /DUNNOCK_LANGUAGE_MODEL_KEY/ })
  const { cause } = error as Error
  t.notMatch(`${String(error)} ${JSON.stringify(cause)} ${String(cause)}`, key)
  const model = await openServedModel({ url: server.url, key: 'the-right-key' })
  t.equal((await draw(model)).length, 6)
  await model.close()
})

for (const way of ['aborts', 'leaves the loop'] as const) {
  void t.test(`a caller that ${way} closes the connection`, async (t) => {
    const { server, model } = await start(t)
    const closed: Promise<unknown>[] = []
    const hang: Mishap = (response) => {
      closed.push(once(response, 'close'))
      if (closed.length === 4) left()
    }
    const controller = new AbortController()
    let left = (): void => controller.abort('gone')
    const { signal } = controller
    if (way === 'aborts') {
      server.mishaps.push(hang, hang, hang, hang)
      await t.rejects(draw(model, { ...race, signal }), { code: 'ABORTED' })
    } else {
      left = (): void => undefined
      server.mishaps.push(hang, hang, hang)
      for await (const _ of model.sample(race)) break
    }
    await Promise.all(closed)
    t.equal(model.failure(), undefined)
  })
}

const LIMITED = {
  refused: "Field 'n': Value must be between 1 <= value <= 4, but got 7",
  beyond: 4,
}
const seven: SampleRequest = {
  ...race,
  prompts: [{ dialogue, evidence: [], writes: 'agent' }],
  samples: Array.from({ length: 8 }, (_, i) => ({
    prompt: 0,
    seed: 40 + i,
    sampling: i === 0 ? GREEDY : DRAWN,
  })),
}
const slots: [string, StandInOptions, number][] = [
  ['told by /props', { several: LIMITED, props: { total_slots: 4 } }, 3],
  ['learnt from the refusal', { several: LIMITED }, 4],
  ['not told', { several: { ...LIMITED, refused: "'n' is too large" } }, 5],
]
for (const [name, options, calls] of slots) {
  void t.test(`a limit of samples a call is kept to: ${name}`, async (t) => {
    const { server, model, probes } = await start(t, options)
    const samples = await draw(model, seven)
    t.strictSame(
      samples.map(({ index }) => index),
      [0, 1, 2, 3, 4, 5, 6, 7],
    )
    t.equal(server.calls.length - probes, calls)
    t.equal(model.failure(), undefined)
    t.strictSame(await draw(model, seven), samples, 'same request, same samples')
    t.ok(server.calls.slice(probes + calls).every(({ n = 1 }) => n <= 4))
  })
}

void t.test('a call that fails takes nothing from the others', async (t) => {
  const { server, model } = await start(t, {}, { retries: 0 })
  server.mishaps.push((response) =>
    fail(response, 500, { message: 'Context size has been exceeded.' }),
  )
  const samples = await draw(model)
  t.ok(samples.length > 0 && samples.length < 6)
  t.match(model.failure(), /Context size has been exceeded/)
  t.equal((await draw(model)).length, 6)
  t.equal(model.failure(), undefined)
  const broken: Mishap = (response) => fail(response, 500, { message: 'no' })
  server.mishaps.push(broken, broken, broken, broken)
  await t.rejects(draw(model), { code: 'LANGUAGE_MODEL_FAILED' })
})
