import type { Sampling } from '../spec/language-model.ts'

/** The knobs of a turn. Thresholds are probabilities, lengths are tokens of the language model. */
export type AgentSettings = {
  /** Candidates of a turn that does not say how many. */
  readonly candidates: number
  /** P(fact-seeking) from which a turn is searched, and its support counts. */
  readonly searchFrom: number
  /** Snippets that a turn may use. */
  readonly snippets: number
  /** A statement is cited from this support on. */
  readonly citeFrom: number
  /** A statement with less support is dropped; a fact-seeking turn that loses all of them abstains. */
  readonly abstainBelow: number
  readonly maxReplyTokens: number
  readonly maxQueryTokens: number
  readonly sampling: Sampling
}

export const DEFAULT_SETTINGS: AgentSettings = {
  candidates: 8,
  searchFrom: 0.5,
  snippets: 3,
  citeFrom: 0.5,
  abstainBelow: 0.35,
  maxReplyTokens: 64,
  maxQueryTokens: 24,
  sampling: { temperature: 0.8, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1 },
}

/** A larger model has more to say, and what it says is worth its time. */
export const LARGE_MODEL_LENGTHS = { maxReplyTokens: 192, maxQueryTokens: 48 } as const

export const GREEDY: Sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
