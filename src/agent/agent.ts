import type { Evidence } from '../spec/evidence.ts'
import type { EvidenceSource } from '../spec/evidence-source.ts'
import type { LanguageModel } from '../spec/language-model.ts'
import type { TurnOptions } from '../spec/reply.ts'
import type { Reader } from '../spec/reader.ts'
import type { FactSeeking, RewardModel } from '../spec/reward-model.ts'
import type { Rule } from '../spec/rule.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { AgentSettings } from './settings.ts'

/** One user turn to answer. `dialogue` ends with it; `rules` are those in force. */
export type TurnRequest = {
  readonly dialogueId: string
  readonly turnId: string
  readonly clientTurnId?: string
  readonly dialogue: Dialogue
  readonly rules: readonly Rule[]
  readonly options: Omit<TurnOptions, 'rules'>
  readonly signal?: AbortSignal
}

/** `asks` is P(the turn asks for what a source could say). */
export type Decision = FactSeeking & { readonly asks: number; readonly search: boolean }

/** How a turn is answered. `respond` ends with exactly one `turn-end`, or throws an AppError. */
export type Agent = {
  respond(request: TurnRequest): AsyncGenerator<TurnEvent>
  decideSearch(dialogue: Dialogue, signal?: AbortSignal): Promise<Decision>
  /** Self-contained queries, the best first. */
  writeQueries(dialogue: Dialogue, signal?: AbortSignal): Promise<readonly string[]>
}

export type AgentDeps = {
  readonly languageModel: LanguageModel
  readonly rewardModel: RewardModel
  readonly reader: Reader
  readonly source: EvidenceSource
  /** Cuts what the caller gives to answer from into snippets with ids, the best for the dialogue first. */
  readonly takeEvidence: (
    given: NonNullable<TurnOptions['evidence']>,
    dialogue: Dialogue,
    signal?: AbortSignal,
  ) => Promise<readonly Evidence[]>
  /** P(the last turn tells of a danger to life), for what the patterns of `findCrisis` miss. */
  readonly crisisChance?: (dialogue: Dialogue, signal?: AbortSignal) => Promise<number>
  readonly settings: AgentSettings
}
