import { extname } from 'node:path'
import { join } from 'node:path'
import { AppError } from '../../spec/errors.ts'
import type { LanguageModel, Sample, SampleRequest } from '../../spec/language-model.ts'
import type { Tokenizer } from '../../spec/tokenizer.ts'
import type { TokenRequest } from './generate.ts'
import { entryOf } from '../files/manifest.ts'
import type { EntryOf } from '../files/model-entry.ts'
import { sessionSpec, type EmbeddedOptions } from '../graphs/session-spec.ts'
import { openTokenizer } from '../files/open-tokenizer.ts'
import type { PolicySetup } from './policy-worker.ts'
import { renderPrompt } from './render-prompt.ts'
import { startWorker } from '../workers/start-worker.ts'
import { WorkerClient } from '../workers/worker-client.ts'

// Requests written or waiting; more are refused.
const MOST_REQUESTS = 16

/** Loads the embedded language model into a worker. */
export const openLanguageModel = async (
  options: EmbeddedOptions,
): Promise<LanguageModel & { close(): Promise<void> }> => {
  const entry = entryOf(options.manifest, 'language-model')
  const tokenizerPath = join(options.modelsDir, entry.tokenizer)
  const setup: PolicySetup = {
    spec: sessionSpec(options, entry),
    shape: { layers: entry.layers, heads: entry.keyValueHeads, size: entry.headSize },
    tokenizer: tokenizerPath,
    endId: entry.prompt.tokens.end,
  }
  const client = new WorkerClient<TokenRequest, Sample>({
    name: 'language model',
    failure: 'LANGUAGE_MODEL_FAILED',
    start: () =>
      startWorker(new URL(`./policy-worker${extname(import.meta.url)}`, import.meta.url), setup),
  })
  const [tokenizer] = await Promise.all([openTokenizer(tokenizerPath), client.open()])
  return {
    id: entry.id,
    contextTokens: contextTokens(tokenizer, entry),
    countTokens: (text) => tokenizer.encode(text).length,
    sample: limitRequests(MOST_REQUESTS, (request) => {
      const { signal } = request
      return client.call(renderRequest(request, tokenizer, entry), signal)
    }),
    close: () => client.close(),
  }
}

/** What is left for dialogue, evidence and sample, once the preamble and the opening are written. */
const contextTokens = (
  tokenizer: Tokenizer,
  { maxTokens, prompt }: EntryOf<'language-model'>,
): number => {
  const frames = (['agent', 'search-query'] as const).map(
    (writes) =>
      renderPrompt({ dialogue: [], evidence: [], writes }, tokenizer, prompt).flat().length,
  )
  return maxTokens - Math.max(...frames)
}

const renderRequest = (
  { prompts, samples, maxTokens, stop = [] }: SampleRequest,
  tokenizer: Tokenizer,
  entry: EntryOf<'language-model'>,
): TokenRequest => {
  const rendered = prompts.map((prompt) => renderPrompt(prompt, tokenizer, entry.prompt))
  const longest = Math.max(0, ...rendered.map((segments) => segments.flat().length))
  if (longest + maxTokens > entry.maxTokens) {
    const size = `${longest} tokens and ${maxTokens} to write, of ${entry.maxTokens}`
    throw new Error(`a prompt that was not cut to the context (${size}): this is a bug`)
  }
  return { prompts: rendered, samples, maxTokens, stop }
}

/** Refuses requests beyond the limit at once: OVERLOADED. */
const limitRequests = (
  limit: number,
  sample: (request: SampleRequest) => AsyncIterable<Sample>,
): LanguageModel['sample'] => {
  let running = 0
  return async function* (request) {
    if (running >= limit) {
      const message = `The language model works on ${running} requests already.`
      throw new AppError('OVERLOADED', message)
    }
    running += 1
    try {
      yield* sample(request)
    } finally {
      running -= 1
    }
  }
}
