import type { Statement } from './citation.ts'
import type { Rule } from './rule.ts'
import type { Dialogue } from './turn.ts'

/** FLAME's instruction classes. */
export type InstructionKind = 'fact-based' | 'not-fact-based' | 'both'

/** `factSeeking` is P(fact-based) + P(both). */
export type FactSeeking = { readonly factSeeking: number; readonly kind: InstructionKind }

export type RewardRow = {
  readonly dialogue: Dialogue
  readonly reply: string
  /** Of any length: of a long one the sentences that bear on the reply are read. A title is read before the text. */
  readonly evidence: readonly {
    readonly id: string
    readonly text: string
    readonly title?: string | undefined
  }[]
}

/** `rules` is P(kept) by rule id; `support` the least of the checkable statements, null where there is nothing to check. */
export type Reward = {
  readonly preference: number
  readonly rules: Readonly<Record<string, number>>
  readonly support: number | null
  readonly statements: readonly Statement[]
}

export type RewardModel = {
  readonly id: string
  factSeeking(dialogue: Dialogue, signal?: AbortSignal): Promise<FactSeeking>
  score(
    rows: readonly RewardRow[],
    rules: readonly Pick<Rule, 'id' | 'text'>[],
    signal?: AbortSignal,
  ): Promise<readonly Reward[]>
}
