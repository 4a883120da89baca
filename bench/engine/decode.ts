import { openLanguageModel } from '../../src/inference/embedded/open-language-model.ts'
import type { EmbeddedOptions } from '../../src/inference/graphs/session-spec.ts'
import type { LanguageModel } from '../../src/spec/language-model.ts'
import { openOptions } from '../lib/open-options.ts'
import { medianTime, printRows, type Row } from '../lib/row.ts'

// node --import tsx bench/engine/decode.ts [models folder]

const PROMPT_TOKENS = 400
const NEW_TOKENS = 64
const REPEATS = 5
const UNUSED_TOKEN = 0

/** Each call reads a prompt that no cache knows, since its first word is new; nothing ends a sample early. */
const write = async (
  model: LanguageModel,
  id: number,
  samples: number,
  maxTokens = NEW_TOKENS,
): Promise<void> => {
  const prompt = promptOf(model, id)
  const sampling = { temperature: 1.5, topP: 1, minP: 0, repetitionPenalty: 1 }
  const request = {
    prompts: [prompt],
    samples: Array.from({ length: samples }, (_, seed) => ({ prompt: 0, seed, sampling })),
    maxTokens,
  }
  for await (const sample of model.sample(request)) void sample
}

/** A token that nobody writes ends a turn. */
const withoutEnd = (options: EmbeddedOptions): EmbeddedOptions => {
  const models = options.manifest.models.map((model) => {
    if (model.kind !== 'language-model') return model
    const tokens = { ...model.prompt.tokens, end: UNUSED_TOKEN }
    return { ...model, prompt: { ...model.prompt, tokens } }
  })
  return { ...options, manifest: { ...options.manifest, models } }
}

const promptOf = (model: LanguageModel, id: number) => {
  const words = [`${id}`]
  const frame = 50
  while (model.countTokens(words.join(' ')) < PROMPT_TOKENS - frame)
    words.push('the', 'limit', 'is')
  const dialogue = [{ participant: 'user' as const, text: words.join(' ') }]
  return { dialogue, evidence: [], writes: 'agent' as const }
}

export const run = async (): Promise<readonly Row[]> => {
  const opening = performance.now()
  const model = await openLanguageModel(withoutEnd(await openOptions()))
  const opened = performance.now() - opening
  let next = 0
  const time = (work: () => Promise<void>) => medianTime(REPEATS, work)
  const prefill = await time(() => write(model, next++, 1, 1))
  const one = await time(() => write(model, next++, 1))
  const four = await time(() => write(model, next++, 4))
  const eight = await time(() => write(model, next++, 8))
  const singles = await time(async () => {
    for (let i = 0; i < 8; i += 1) await write(model, next++, 1)
  })
  await model.close()
  const perSecond = (total: number, n: number) => (1000 * n * NEW_TOKENS) / (total - prefill)
  return [
    { name: 'loading the language model', value: opened, unit: 'ms' },
    { name: `reading ${PROMPT_TOKENS} tokens`, value: prefill, unit: 'ms' },
    { name: `1 sample of ${NEW_TOKENS} tokens`, value: one, unit: 'ms' },
    { name: '1 sample, writing alone', value: perSecond(one, 1), unit: 'tokens/s' },
    { name: `4 samples of ${NEW_TOKENS} tokens`, value: four, unit: 'ms' },
    { name: '4 samples, writing alone', value: perSecond(four, 4), unit: 'tokens/s' },
    { name: `8 samples of ${NEW_TOKENS} tokens`, value: eight, unit: 'ms' },
    { name: '8 samples, writing alone', value: perSecond(eight, 8), unit: 'tokens/s' },
    { name: '8 single samples, each with its own prompt', value: singles, unit: 'ms' },
    { name: '8 single samples over 8 in one batch', value: singles / eight, unit: 'times' },
  ]
}

/** The language model is all that this process has opened; the one that folds its weights has ended. */
const mostMemory = (): Row => ({
  name: 'memory at its most',
  value: process.resourceUsage().maxRSS / 1024,
  unit: 'MiB',
})

if (import.meta.filename === process.argv[1]) printRows([...(await run()), mostMemory()])
