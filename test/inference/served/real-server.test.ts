import t from 'tap'
import { openServedModel } from '../../../src/inference/served/open-served-model.ts'
import { standIn } from '../../helpers/openai-stand-in.ts'
import { replayServer } from '../../helpers/replay-server.ts'
import { dialogue, draw, DRAWN, GREEDY, start } from '../../helpers/served-model.ts'

// What llama.cpp's server with a small model said: test/fixtures/served/record.ts repeats it.
const MODEL = 'coder-0.5b.gguf'

const prompt = { dialogue, evidence: [], writes: 'agent' as const }
const request = {
  prompts: [prompt],
  samples: [GREEDY, DRAWN, DRAWN].map((sampling, i) => ({ prompt: 0, seed: 7 + i, sampling })),
  maxTokens: 4,
}

void t.test(
  'llama.cpp is found out by one call, and draws samples with what they cost',
  async (t) => {
    const server = await replayServer('llama-cpp')
    t.teardown(() => server.close())
    const model = await openServedModel({ url: server.url })
    t.teardown(() => model.close())
    t.equal(server.asked.length, 1)
    t.match(model.id, new RegExp(`^${MODEL}@127`))
    t.ok(model.contextTokens > 256 && model.contextTokens <= 2_048)
    const samples = await draw(model, request)
    t.match(samples, [
      { text: 'Yes.', tokens: 2, finish: 'end' },
      { text: 'Sure, I understand', tokens: 4, finish: 'length' },
      { text: 'Yes', tokens: 1, finish: 'end' },
    ])
    t.ok(samples.every(({ logProbability }) => Number(logProbability) < 0))
    t.ok(server.asked.slice(1).every((one) => 'cache_prompt' in one))
  },
)

void t.test('what llama.cpp refuses is told in its words', async (t) => {
  const server = await replayServer('llama-cpp')
  t.teardown(() => server.close())
  const said = (what: string) => server.exchanges.find((one) => one.what === what)
  for (const [what, message] of [
    ['seven', /between 1 <= value <= 4, but got 7/],
    ['too-long', /2530 tokens. exceeds the available context size/],
  ] as const) {
    const { status, text } = said(what) ?? { status: 0, text: '' }
    const { model, server: stand } = await start(t, {}, { retries: 0 })
    const refuse = (): void => {
      stand.mishaps.push((response) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(text)
      })
    }
    refuse()
    const one = { ...request, samples: request.samples.slice(0, 1) }
    await t.rejects(draw(model, one), { code: 'LANGUAGE_MODEL_FAILED', message })
  }
})

void t.test('a server that answers by another model than the one named is told', async (t) => {
  const server = await replayServer('llama-cpp')
  t.teardown(() => server.close())
  const told: string[] = []
  const onOtherModel = (message: string): void => void told.push(message)
  const right = await openServedModel({ url: server.url, name: MODEL, onOtherModel })
  await right.close()
  t.strictSame(told, [])
  const lax = await standIn({ models: { data: [{ id: MODEL }] }, answersAs: MODEL })
  t.teardown(() => lax.close())
  const wrong = await openServedModel({ url: lax.url, name: 'no-such-model', onOtherModel })
  t.match(wrong.id, new RegExp(`^${MODEL}@`))
  t.match(told, [/does not list no-such-model: coder-0\.5b\.gguf answers/])
  await wrong.close()
})

void t.test('a model that thinks beside its text gets tokens for that', async (t) => {
  const { server, model, probes } = await start(t, { reasoning: 'They want a yes.' })
  const [sample] = await draw(model)
  t.notMatch(sample?.text, /They want/)
  t.equal(sample?.logProbability, null)
  t.ok(server.calls.slice(probes).every((call) => call.max_tokens === 64 + 1_024))
})

void t.test('a server that hangs costs its silence once', async (t) => {
  const { server, model } = await start(t, {}, { silenceMs: 300, retries: 0 })
  const one = { ...request, samples: request.samples.slice(0, 1) }
  server.mishaps.push(() => undefined)
  await t.rejects(draw(model, one), { message: /did not answer in time/ })
  server.state.hangs = true
  const before = server.calls.length
  await t.rejects(draw(model, one), { message: /did not answer in time/ })
  t.equal(server.calls.length, before, 'it was looked at, and not asked')
  server.state.hangs = false
  t.equal((await draw(model, one)).length, 1)
})

void t.test('who replies and how can be said in words of your own', async (t) => {
  const { server, model } = await start(t, {}, { opening: 'You are Hedge, a gardener.' })
  await draw(model)
  const [system] = server.calls.at(-1)?.messages ?? []
  t.match(system, { role: 'system', content: /^You are Hedge, a gardener\.\n/ })
  t.match(system?.content, /Write no source numbers/)
})
