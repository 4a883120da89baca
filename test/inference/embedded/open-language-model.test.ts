import t from 'tap'
import { openLanguageModel } from '../../../src/inference/embedded/open-language-model.ts'
import type { Sample, SampleRequest } from '../../../src/spec/language-model.ts'
import { toyOptions } from '../../helpers/toy-policy.ts'

const model = await openLanguageModel(await toyOptions())
t.teardown(() => model.close())

const WARM = { temperature: 1.5, topP: 0.95, minP: 0.01, repetitionPenalty: 1.1 }

const request = (text: string, rest: Partial<SampleRequest> = {}): SampleRequest => ({
  prompts: [{ dialogue: [{ participant: 'user', text }], evidence: [], writes: 'agent' }],
  samples: [1, 2, 3].map((seed) => ({ prompt: 0, seed, sampling: WARM })),
  maxTokens: 24,
  ...rest,
})

const write = async (asked: SampleRequest): Promise<readonly Sample[]> => {
  const samples: Sample[] = []
  for await (const sample of model.sample(asked)) samples.push(sample)
  return samples.toSorted((a, b) => a.index - b.index)
}

void t.test('samples arrive, each once, the same ones whatever else runs', async (t) => {
  const texts = ['hello', 'what is it?', 'hello again', 'a'.repeat(150)]
  const alone = []
  for (const text of texts) alone.push(await write(request(text)))
  for (const samples of alone)
    t.same(
      samples.map(({ index }) => index),
      [0, 1, 2],
    )
  t.same(await Promise.all(texts.map((text) => write(request(text)))), alone)
})

void t.test('the event loop stays free while it writes', async (t) => {
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  await write(request('hello', { maxTokens: 200 }))
  clearInterval(watch)
  t.ok(longest < 250, `${longest} ms`)
})

void t.test('who leaves frees the model, by a signal or by not reading on', async (t) => {
  const gone = new AbortController()
  const long = request('hello', { maxTokens: 400, signal: gone.signal })
  const leaving = t.rejects(write(long), { code: 'ABORTED' })
  setTimeout(() => gone.abort(), 30)
  await leaving
  for await (const sample of model.sample(request('stop', { stop: ['e', 'a'] }))) {
    t.ok(sample.tokens > 0)
    break
  }
  t.equal((await write(request('next'))).length, 3)
  await t.rejects(write(long), { code: 'ABORTED' })
})

void t.test('more requests than it takes are refused at once', async (t) => {
  const asked = Array.from({ length: 40 }, () => write(request('hello', { maxTokens: 4 })))
  const settled = await Promise.allSettled(asked)
  const refused = settled.filter(({ status }) => status === 'rejected')
  t.ok(refused.length > 0 && refused.length < 40)
  for (const one of refused) t.match(one, { reason: { code: 'OVERLOADED' } })
})

void t.test('a prompt that was not cut to the context is a bug', async (t) => {
  t.equal(model.countTokens('hello'), 5)
  const text = 'a'.repeat(model.contextTokens)
  await t.rejects(write(request(text)), { message: /cut to the context .* this is a bug/ })
  const fits = 'a'.repeat(model.contextTokens - 24 - 'user\n\n'.length - 2)
  t.equal((await write(request(fits))).length, 3)
})
