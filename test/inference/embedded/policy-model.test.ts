import t from 'tap'
import { openLanguageModel } from '../../../src/inference/embedded/open-language-model.ts'
import type { Sample, SampleRequest } from '../../../src/spec/language-model.ts'
import { committedOptions } from '../../helpers/open-models.ts'

const model = await openLanguageModel(await committedOptions())
t.teardown(() => model.close())

const GREEDY = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
const WARM = { temperature: 0.8, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1 }
const dialogue = [{ participant: 'user' as const, text: 'What is the default of bodyLimit?' }]
const evidence = {
  id: 'a',
  source: 'test',
  title: 'Server',
  text: 'The bodyLimit option is 1048576 bytes (1 MiB) by default.',
}

const write = async (request: SampleRequest): Promise<readonly Sample[]> => {
  const samples: Sample[] = []
  for await (const sample of model.sample(request)) samples.push(sample)
  return samples.toSorted((a, b) => a.index - b.index)
}

const race: SampleRequest = {
  prompts: [
    { dialogue, evidence: [evidence], writes: 'agent' },
    { dialogue, evidence: [], writes: 'agent' },
  ],
  samples: [0, 0, 1, 1].map((prompt, seed) => ({
    prompt,
    seed,
    sampling: seed % 2 === 0 ? GREEDY : WARM,
  })),
  maxTokens: 16,
}
const query: SampleRequest = {
  prompts: [{ dialogue, evidence: [], writes: 'search-query' }],
  samples: [{ prompt: 0, seed: 0, sampling: GREEDY }],
  maxTokens: 12,
  stop: ['\n'],
}

void t.test('the committed model writes the same samples beside others as alone', async (t) => {
  const alone = [await write(race), await write(query)]
  t.same(await Promise.all([write(race), write(query)]), alone)
  for (const { text, tokens, logProbability } of alone.flat()) {
    t.ok(text.isWellFormed() && tokens <= 16 && (logProbability ?? 1) <= 0, text)
  }
})

void t.test('with evidence it says what the evidence says, or that it found nothing', async (t) => {
  const [withEvidence] = await write({ ...race, maxTokens: 32 })
  t.match(withEvidence?.text, /1048576|1 MiB|bodyLimit|found nothing/)
})
