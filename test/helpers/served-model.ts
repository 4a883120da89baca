import {
  openServedModel,
  type ServedModelOptions,
} from '../../src/inference/served/open-served-model.ts'
import type { LanguageModel, Sample, SampleRequest } from '../../src/spec/language-model.ts'
import { standIn, type StandInOptions } from './openai-stand-in.ts'

type Test = { teardown(done: () => unknown): void }

export const start = async (
  t: Test,
  options: StandInOptions = {},
  more: Partial<ServedModelOptions> = {},
) => {
  const server = await standIn(options)
  t.teardown(() => server.close())
  const model = await openServedModel({ url: server.url, retryMs: 1, ...more })
  t.teardown(() => model.close())
  return { server, model, probes: server.calls.length }
}

export const GREEDY = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1.1 }
export const DRAWN = { temperature: 0.8, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1 }
export const dialogue = [{ participant: 'user', text: 'Where do dunnocks nest?' }] as const
const evidence = [{ id: 'e', text: 'Dunnocks nest low in hedges.', source: 'test', title: 'Birds' }]
export const race: SampleRequest = {
  prompts: [
    { dialogue, evidence, writes: 'agent' },
    { dialogue, evidence: [], writes: 'agent' },
  ],
  samples: [0, 0, 0, 1, 1, 1].map((prompt, i) => ({
    prompt,
    seed: 40 + i,
    sampling: i % 3 === 0 ? GREEDY : DRAWN,
  })),
  maxTokens: 64,
}

export const draw = async (model: LanguageModel, request = race): Promise<readonly Sample[]> => {
  const samples: Sample[] = []
  for await (const sample of model.sample(request)) samples.push(sample)
  return samples.toSorted((a, b) => a.index - b.index)
}
