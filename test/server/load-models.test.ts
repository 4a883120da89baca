import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createModelLoader } from '../../src/server/setup/load-models.ts'
import { fail, standIn } from '../helpers/openai-stand-in.ts'

const models = fileURLToPath(new URL('../fixtures/models', import.meta.url))
const config = { models, device: 'cpu', threads: 1, rewardSize: 'auto' } as const

void t.test('one setting puts a server in the place of the embedded language model', async (t) => {
  const server = await standIn()
  t.teardown(() => server.close())
  const loader = await createModelLoader({ ...config, languageModelUrl: server.url }, [
    'language-model',
  ])
  t.teardown(() => loader.close())
  const { languageModel } = await loader.load()
  t.match(languageModel?.id, /^stand-in-7b@127\.0\.0\.1:\d+$/)
  const health = () => loader.health().models
  const kind = 'language-model'
  t.strictSame(health(), [{ id: languageModel?.id, kind, status: 'ready' }])
  server.mishaps.push((response) => fail(response, 400, { message: 'the GPU is on fire' }))
  const prompts = [{ dialogue: [], evidence: [], writes: 'agent' as const }]
  const sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
  const request = { prompts, samples: [{ prompt: 0, seed: 1, sampling }], maxTokens: 8 }
  const draw = async () => languageModel?.sample(request)[Symbol.asyncIterator]().next()
  await t.rejects(draw(), { code: 'LANGUAGE_MODEL_FAILED' })
  t.match(health(), [{ status: 'failed', detail: /the GPU is on fire/ }])
  await draw()
})

void t.test('a server that is not there is told at the start', async (t) => {
  const server = await standIn()
  await server.close()
  const loader = await createModelLoader(
    { ...config, languageModelUrl: server.url, languageModelName: 'gone' },
    ['language-model'],
  )
  t.teardown(() => loader.close())
  await t.rejects(loader.load(), { code: 'LANGUAGE_MODEL_FAILED', message: /ECONNREFUSED/ })
  t.match(loader.health().models, [{ id: 'gone', status: 'failed' }])
})
