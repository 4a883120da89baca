import { openLanguageModel } from '../../src/inference/embedded/open-language-model.ts'
import { toyOptions } from './toy-policy.ts'

// A process that ends itself while its language model writes.
const model = await openLanguageModel(await toyOptions())
const sampling = { temperature: 1.5, topP: 1, minP: 0, repetitionPenalty: 1 }
const samples = model.sample({
  prompts: [{ dialogue: [{ participant: 'user', text: 'hello' }], evidence: [], writes: 'agent' }],
  samples: Array.from({ length: 8 }, (_, seed) => ({ prompt: 0, seed, sampling })),
  maxTokens: 400,
})
setTimeout(() => process.exit(3), Number(process.argv[2]))
for await (const sample of samples) void sample
