import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { likelihoodOf } from '../src/agent/sample-candidates.ts'
import { GREEDY, DEFAULT_SETTINGS } from '../src/agent/settings.ts'
import { writeQueries } from '../src/agent/write-queries.ts'
import { openLanguageModel } from '../src/inference/embedded/open-language-model.ts'
import type { LanguageModel, Prompt, Sampling } from '../src/spec/language-model.ts'
import { openOptions } from '../bench/lib/open-options.ts'
import { dialogueOf, readRows, snippetsOf, type PromptRow } from '../bench/lib/prompt-rows.ts'

// node --import tsx training/write-replies.ts [models folder] --rows ROWS.jsonl --out REPLIES.jsonl [--samples 8] [--temperature 0.8 | --rollouts]
// What is written to rows of `python -m policy.eval_sets` or `python -m reward.questions`: replies by the policy alone, the first
// sample greedy, each with its mean log-likelihood a token, and queries as the agent completes them. --rollouts are for
// RL: all samples are drawn, by the policy's own probabilities with nothing cut off.

const promptOf = (row: PromptRow): Prompt => ({
  dialogue: dialogueOf(row),
  evidence: snippetsOf(row).map((one, i) => ({ ...one, id: `e${i}`, source: 'given' })),
  writes: row.writes,
})

type Written = { readonly replies: readonly string[]; readonly likelihoods?: readonly number[] }

const write = async (
  model: LanguageModel,
  row: PromptRow,
  samples: number,
  [first, drawn]: readonly [Sampling, Sampling],
): Promise<Written> => {
  if (row.writes === 'search-query') {
    const queries = await writeQueries(model, dialogueOf(row), DEFAULT_SETTINGS)
    return { replies: queries.slice(0, 1) }
  }
  const request = {
    prompts: [promptOf(row)],
    samples: Array.from({ length: samples }, (_, seed) => ({
      prompt: 0,
      seed,
      sampling: seed === 0 ? first : drawn,
    })),
    maxTokens: DEFAULT_SETTINGS.maxReplyTokens,
  }
  const replies = Array<string>(samples).fill('')
  const likelihoods = Array<number>(samples).fill(0)
  for await (const sample of model.sample(request)) {
    replies[sample.index] = sample.text.trim()
    likelihoods[sample.index] = likelihoodOf(sample) ?? 0
  }
  return { replies, likelihoods }
}

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    out: { type: 'string' },
    samples: { type: 'string', default: '1' },
    temperature: { type: 'string', default: String(DEFAULT_SETTINGS.sampling.temperature) },
    penalty: { type: 'string', default: String(DEFAULT_SETTINGS.sampling.repetitionPenalty) },
    rollouts: { type: 'boolean', default: false },
    threads: { type: 'string' },
  },
})
if (values.rows === undefined || values.out === undefined)
  throw new Error('--rows and --out name files')
const sampling = {
  ...DEFAULT_SETTINGS.sampling,
  temperature: Number(values.temperature),
  repetitionPenalty: Number(values.penalty),
}
const plain: Sampling = { temperature: 1, topP: 1, minP: 0, repetitionPenalty: 1 }
const how = values.rollouts
  ? ([plain, plain] as const)
  : ([{ ...GREEDY, repetitionPenalty: sampling.repetitionPenalty }, sampling] as const)
const options = await openOptions()
const model = await openLanguageModel({
  ...options,
  threads: Number(values.threads ?? options.threads),
})
const out = createWriteStream(values.out)
for (const row of await readRows(values.rows)) {
  const written = await write(model, row, Number(values.samples), how)
  out.write(`${JSON.stringify({ ...row, ...written })}\n`)
}
out.end()
await once(out, 'close')
await model.close()
