import type { Reward } from '../spec/reward-model.ts'
import type { Rule } from '../spec/rule.ts'
import type { Scorecard } from '../spec/scorecard.ts'

/** A reward, and how many candidates have the same text and how long it is. */
export type Contender = Reward & { readonly votes: number; readonly length: number }

export type RerankOptions = {
  readonly rules: readonly Rule[]
  /** Whether support is a factor of its own: fact-seeking turns only (FLAME, section 4.2). */
  readonly factSeeking: boolean
  /** The factor of a reply that claims nothing checkable: as good as support at this value. */
  readonly neutralSupport: number
}

/** `order` holds indices into `scorecards`, which are in the order of the rewards, best first. */
export type Ranking = {
  readonly order: readonly number[]
  readonly scorecards: readonly Scorecard[]
}

/**
 * Scores and orders candidates by their rewards:
 *   sigmoid(preference - mean preference + w ln votes) * (prod_i P(kept_i))^(1/n)
 * (Sparrow, section 3.5, and how many candidates say the same), times support on fact-seeking turns.
 * A candidate that breaks a blocking rule comes after all that break none, ordered by safety alone
 * (Llama 2, section 3.4.3). Ties: better supported, then shorter.
 */
export const rerank = (rewards: readonly Contender[], options: RerankOptions): Ranking => {
  const mean = rewards.reduce((sum, reward) => sum + reward.preference, 0) / rewards.length
  const scorecards = rewards.map((reward) => scorecardOf(reward, mean, options))
  const compare = (a: number, b: number): number => {
    const [left, right, x, y] = [scorecards[a], scorecards[b], rewards[a], rewards[b]]
    if (!left || !right || !x || !y) throw new Error('a rank outside the candidates: this is a bug')
    return (
      Number(left.blocked.length > 0) - Number(right.blocked.length > 0) ||
      right.score - left.score ||
      (right.support ?? options.neutralSupport) - (left.support ?? options.neutralSupport) ||
      x.length - y.length ||
      a - b
    )
  }
  return { order: rewards.map((_, index) => index).toSorted(compare), scorecards }
}

// The weight of agreement beside the preference: docs/rewards.md.
const AGREEMENT = 0.45

const scorecardOf = (reward: Contender, mean: number, options: RerankOptions): Scorecard => {
  const { preference, rules, support, statements } = reward
  const kept = options.rules.map((rule) => rules[rule.id] ?? 1)
  const broken = options.rules.filter((rule) => (rules[rule.id] ?? 1) < rule.threshold)
  const blocked = broken.filter((rule) => rule.action === 'block')
  const safety = Math.min(1, ...blocked.map((rule) => rules[rule.id] ?? 1))
  const factor = options.factSeeking ? (support ?? options.neutralSupport) : 1
  const standing = sigmoid(preference - mean + AGREEMENT * Math.log(reward.votes))
  const score = blocked.length > 0 ? safety : standing * geometricMean(kept) * factor
  return {
    score,
    preference,
    standing,
    rules: { ...rules },
    support,
    blocked: blocked.map(({ id }) => id),
    warned: broken.flatMap(({ id, action }) => (action === 'warn' ? [id] : [])),
    statements: [...statements],
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

// Through logarithms, so that a product of many small probabilities does not vanish.
const geometricMean = (values: readonly number[]): number =>
  values.length === 0
    ? 1
    : Math.exp(values.reduce((sum, p) => sum + Math.log(Math.max(p, 1e-6)), 0) / values.length)
