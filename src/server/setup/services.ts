import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { DocumentIndex } from '../../search/index/document-index.ts'
import type { EvidenceSource } from '../../spec/evidence-source.ts'
import type { Health } from '../../spec/health.ts'
import type { LanguageModel } from '../../spec/language-model.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import type { Store } from '../../store/store.ts'
import type { ProbeRuns } from '../probes/probe-runs.ts'
import type { Suggestions } from '../welcome/suggest-questions.ts'

/** What a caller may ask to be opened: a command that scores needs no index. */
export type Part = 'language-model' | 'reward' | 'reader' | 'index' | 'store'

/** How far the indexing that began at start has come, in files; passages are those found so far. */
export type Indexing = {
  readonly done: number
  readonly total: number
  readonly passages: number
  readonly failures: number
}

/** All that the app needs. What needs a model throws NOT_READY until `isReady`. */
export type Services = {
  readonly agent: Agent
  readonly languageModel: Pick<LanguageModel, 'countTokens'>
  readonly rewardModel: RewardModel
  readonly rules: RuleBook
  readonly store: Store
  readonly documents: DocumentIndex
  /** Each evidence source alone, one's own documents among them. */
  sources(): readonly EvidenceSource[]
  health(): Health
  indexing(): Indexing | undefined
  /** Questions to begin with that the documents answer. */
  suggestions: Suggestions['list']
  readonly probes: ProbeRuns
  isReady(): boolean
  /** Rejects with the error of a model that can't be had. */
  whenReady(): Promise<void>
  close(): Promise<void>
}

type Write = {
  (message: string): void
  (fields: object, message: string): void
}

/** Where the parts report what people should read; a pino logger is one. */
export type Log = { readonly info: Write; readonly warn: Write; readonly error: Write }
