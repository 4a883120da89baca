import type { Evidence } from './evidence.ts'
import type { Dialogue } from './turn.ts'

/** What a language model is to write next, and all that it may read. */
export type Prompt = {
  readonly dialogue: Dialogue
  readonly evidence: readonly Evidence[]
  readonly writes: 'agent' | 'search-query'
}

export type Sampling = {
  /** 0 is greedy. */
  readonly temperature: number
  /** Keep the smallest set of tokens whose probability reaches topP. */
  readonly topP: number
  /** Drop tokens less likely than minP times the likeliest. */
  readonly minP: number
  /** Divides the logits of tokens already written; 1 is off. */
  readonly repetitionPenalty: number
}

/** One sample to draw: `prompt` is an index into the request's prompts. */
export type SampleSpec = {
  readonly prompt: number
  readonly seed: number
  readonly sampling: Sampling
}

export type SampleRequest = {
  readonly prompts: readonly Prompt[]
  readonly samples: readonly SampleSpec[]
  /** The longest sample, in tokens. */
  readonly maxTokens: number
  /** Texts that end a sample; they are not part of it. */
  readonly stop?: readonly string[]
  readonly signal?: AbortSignal
}

/**
 * `index` is the place in the request's samples; the log-probability is the sum over tokens, at temperature
 * 1, and null where the model does not tell it.
 */
export type Sample = {
  readonly index: number
  readonly text: string
  readonly tokens: number
  readonly logProbability: number | null
  readonly finish: 'end' | 'length'
}

/**
 * The policy. Samples arrive as they finish, each once; same request, same samples, whatever else
 * runs. Throws ABORTED, OVERLOADED or LANGUAGE_MODEL_FAILED.
 */
export type LanguageModel = {
  readonly id: string
  /** Tokens of prompt and sample together. */
  readonly contextTokens: number
  countTokens(text: string): number
  sample(request: SampleRequest): AsyncIterable<Sample>
}
