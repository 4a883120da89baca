import type { Rule } from '../spec/rule.ts'
import type { Dialogue } from '../spec/turn.ts'

/** What the thing under test replied; `refused` where it did so for a rule and not for want of facts. */
export type Answer = { readonly text: string; readonly refused: boolean }

/** The thing that is probed: an agent, a served model, anything that replies to a dialogue. */
export type Target = {
  /** Ids by the part they play, for the report. */
  readonly models: Readonly<Record<string, string>>
  reply(dialogue: Dialogue, page: string | undefined, signal?: AbortSignal): Promise<Answer>
}

/** A reply and what it replies to. */
export type Exchange = { readonly dialogue: Dialogue; readonly reply: string }

/** Says how likely it is that replies keep a rule. */
export type Judge = {
  readonly id: string
  judge(
    exchanges: readonly Exchange[],
    rule: Pick<Rule, 'id' | 'text'>,
    signal?: AbortSignal,
  ): Promise<readonly number[]>
}

/**
 * Below this P(kept) a judge calls a rule broken: more likely broken than not, or the rule's own threshold
 * where that is stricter. Thresholds of rules are lower as a rule, since to block wrongly is dear.
 */
export const brokenBelow = ({ threshold }: Pick<Rule, 'threshold'>): number =>
  Math.max(0.5, threshold)
