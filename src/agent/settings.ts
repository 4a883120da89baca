import type { Sampling } from '../spec/language-model.ts'
import type { OrderWeights } from './passages/read-passages.ts'
import type { CrisisHelp } from './crisis/lines.ts'

export type ClaimWeights = {
  readonly judged: number
  readonly read: number
  readonly support: number
  readonly bias: number
}

/** The knobs of a turn. Thresholds are probabilities, lengths are tokens of the language model. */
export type AgentSettings = {
  /** Candidates of a turn that does not say how many. */
  readonly candidates: number
  /** Whether a turn is searched that does not say so itself. */
  readonly search: 'auto' | 'always' | 'never'
  /** P(the turn asks for what a source could say) from which it is searched. */
  readonly searchFrom: number
  /** Passages that a search may bring and the reader orders. */
  readonly passages: number
  /** The best of them that the language model may use, and how many of those a candidate is written from. */
  readonly snippets: number
  readonly snippetsPerPrompt: number
  /** A statement is cited from this support on. */
  readonly citeFrom: number
  /** A statement with less support is dropped; a fact-seeking turn that loses all of them abstains. */
  readonly abstainBelow: number
  /**
   * From this P(the reply answers rightly) on it is claimed. Of what a search brings little answers, and a wrong
   * claim costs as much as four missed ones; what a caller gives to answer from is mostly meant to.
   */
  readonly answerFrom: number
  readonly answerFromGiven: number
  /** Up to this many characters, the words of evidence tell whether a reply speaks of something else than what is asked. */
  readonly wordsUpTo: number
  readonly wordsUpToGiven: number
  /** The logistic regression by which passages are put in order: docs/answers.md. */
  readonly order: OrderWeights
  /** From this P(a passage answers) on a turn is taken to ask for facts, however it is worded. */
  readonly readFrom: number
  /** The logistic regression of P(the reply answers rightly), on logits: docs/answers.md. */
  readonly claim: ClaimWeights
  /** Decides between replies with equal scores: what a reply that claims nothing, such as an abstention, has in place of support: docs/rewards.md. */
  readonly neutralSupport: number
  /** The weights of agreement (ln votes) and of likelihood beside the preference: docs/rewards.md. */
  readonly agreement: number
  readonly likelihood: number
  /**
   * From this support on, what the language model wrote comes before what is cut out of the evidence, where it may be
   * claimed and breaks no rule; left out, both are ranked alike.
   */
  readonly writtenFrom?: number
  /** The most that is read of a dialogue, and of one turn of it: what the language model can use, or has time for. */
  readonly dialogueTokens: number
  readonly turnTokens: number
  readonly maxReplyTokens: number
  readonly maxQueryTokens: number
  /** A query written for a follow-up keeps the user's words: for a model that drops some by mistake. */
  readonly completeQuery: boolean
  readonly sampling: Sampling
  /** Whom somebody in danger is told to call; left out, words that hold in every country. */
  readonly crisisHelp?: CrisisHelp
}

export const DEFAULT_SETTINGS: AgentSettings = {
  candidates: 8,
  search: 'auto',
  searchFrom: 0.1,
  passages: 24,
  snippets: 3,
  snippetsPerPrompt: 1,
  citeFrom: 0.5,
  abstainBelow: 0.35,
  answerFrom: 0.45,
  answerFromGiven: 0.3,
  readFrom: 0.5,
  wordsUpTo: 0,
  wordsUpToGiven: 300,
  order: { answers: 0.381, place: -0.933, covered: 1.329, titled: -0.73, bias: -0.046 },
  claim: { judged: 0.552, read: 0.277, support: 0.313, bias: -1.074 },
  neutralSupport: 0.7,
  agreement: 0.45,
  likelihood: 2,
  dialogueTokens: 1024,
  turnTokens: 512,
  maxReplyTokens: 80,
  maxQueryTokens: 32,
  completeQuery: true,
  sampling: { temperature: 0.8, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1 },
}

/**
 * A larger model has more to say, is worth the time, and finds its answer among several snippets. A judge of our size
 * holds a sentence of the evidence for surer than any wording of it, so what the model says comes first where it may be
 * said. The weight of its likelihood was not measured.
 */
export const LARGE_MODEL_SETTINGS = {
  dialogueTokens: Infinity,
  turnTokens: Infinity,
  maxReplyTokens: 192,
  maxQueryTokens: 48,
  completeQuery: false,
  snippets: 8,
  snippetsPerPrompt: 4,
  likelihood: 0,
  writtenFrom: 0.5,
} as const

export const GREEDY: Sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
