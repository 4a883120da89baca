import type { Reward } from '../spec/reward-model.ts'
import { isBroken, type Rule } from '../spec/rule.ts'
import type { Scorecard } from '../spec/scorecard.ts'
import { logit, sigmoid } from '../base/logistic.ts'
import type { ClaimWeights } from './settings.ts'

/**
 * A reward, how many candidates have the same text, how likely the policy finds it (the mean log-probability
 * of its tokens; undefined where that is not known), and how long it is.
 */
export type Contender = Reward & {
  readonly votes: number
  readonly likelihood?: number | undefined
  readonly length: number
  /** Whether the language model wrote it; else it was cut out of the evidence, or abstains. */
  readonly isWritten?: boolean
  /** P(right) by the reader, and P(its passage answers), where the turn asks for facts and the reply claims something. */
  readonly judged?: number
  readonly read?: number
}

export type RerankOptions = {
  readonly rules: readonly Rule[]
  /** Whether support is a factor of its own: fact-seeking turns only (FLAME, section 4.2). */
  readonly factSeeking: boolean
  /** The factor of a reply that claims nothing checkable: as good as support at this value. */
  readonly neutralSupport: number
  /** What a claim must reach; a reply that claims nothing competes as if it did. */
  readonly answerFrom: number
  readonly claim: ClaimWeights
  /** The weights of ln votes and of likelihood beside the preference. */
  readonly agreement: number
  readonly likelihood: number
  /** The support from which what is written comes before what is cut, where it may be claimed and breaks no rule. */
  readonly writtenFrom?: number
}

/** `order` holds indices into `scorecards`, which are in the order of the rewards, best first. */
export type Ranking = {
  readonly order: readonly number[]
  readonly scorecards: readonly Scorecard[]
}

/**
 * Scores and orders candidates by their rewards:
 *   sigmoid(preference - mean + a ln votes + b (likelihood - mean)) * (prod_i P(kept_i))^(1/n)
 * (Sparrow, section 3.5, and how many candidates say the same and how likely the policy finds it), times
 * P(it answers rightly) on fact-seeking turns.
 * A candidate that breaks a blocking rule comes after all that break none, ordered by safety alone
 * (Llama 2, section 3.4.3); where `writtenFrom` is given, what is written and may be claimed comes before the rest.
 * Ties: better supported, then shorter.
 */
export const rerank = (rewards: readonly Contender[], options: RerankOptions): Ranking => {
  const preference = meanOf(rewards.map((one) => one.preference))
  const likelihood = meanOf(rewards.flatMap((one) => one.likelihood ?? []))
  const scorecards = rewards.map((one) => scorecardOf(one, { preference, likelihood }, options))
  const compare = (a: number, b: number): number => {
    const [left, right, x, y] = [scorecards[a], scorecards[b], rewards[a], rewards[b]]
    if (!left || !right || !x || !y) throw new Error('a rank outside the candidates: this is a bug')
    return (
      Number(left.blocked.length > 0) - Number(right.blocked.length > 0) ||
      Number(leads(y, right, options)) - Number(leads(x, left, options)) ||
      right.score - left.score ||
      (right.support ?? options.neutralSupport) - (left.support ?? options.neutralSupport) ||
      x.length - y.length ||
      a - b
    )
  }
  return { order: rewards.map((_, index) => index).toSorted(compare), scorecards }
}

const leads = (
  { isWritten = false }: Contender,
  { answers = 0, support, blocked, warned }: Scorecard,
  { writtenFrom = Infinity, answerFrom }: RerankOptions,
): boolean =>
  isWritten &&
  answers >= answerFrom &&
  (support ?? 0) >= writtenFrom &&
  blocked.length + warned.length === 0

type Means = { readonly preference: number; readonly likelihood: number }

const scorecardOf = (reward: Contender, mean: Means, options: RerankOptions): Scorecard => {
  const { preference, rules, support, statements, likelihood } = reward
  const kept = options.rules.map((rule) => rules[rule.id] ?? 1)
  const broken = options.rules.filter((rule) => isBroken(rule, rules[rule.id]))
  const blocked = broken.filter((rule) => rule.action === 'block')
  const safety = Math.min(1, ...blocked.map((rule) => rules[rule.id] ?? 1))
  const answers = options.factSeeking ? claimChance(reward, options.claim) : undefined
  const factor = options.factSeeking ? (answers ?? options.answerFrom) : 1
  const standing = sigmoid(
    preference -
      mean.preference +
      options.agreement * Math.log(reward.votes) +
      options.likelihood * ((likelihood ?? mean.likelihood) - mean.likelihood),
  )
  const score = blocked.length > 0 ? safety : standing * geometricMean(kept) * factor
  return {
    score,
    preference,
    ...(likelihood !== undefined && { likelihood }),
    standing,
    rules: { ...rules },
    support,
    ...(answers !== undefined && { answers }),
    ...(reward.judged !== undefined && { judged: reward.judged }),
    ...(reward.read !== undefined && { read: reward.read }),
    blocked: blocked.map(({ id }) => id),
    warned: broken.flatMap(({ id, action }) => (action === 'warn' ? [id] : [])),
    statements: [...statements],
  }
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length

// Through logarithms, so that a product of many small probabilities does not vanish.
const geometricMean = (values: readonly number[]): number =>
  Math.exp(meanOf(values.map((p) => Math.log(Math.max(p, 1e-6)))))

/** P(the reply answers rightly); undefined where nobody judged it. */
const claimChance = (
  { judged, read, support }: Contender,
  weights: ClaimWeights,
): number | undefined =>
  judged === undefined || read === undefined
    ? undefined
    : sigmoid(
        weights.judged * logit(judged) +
          weights.read * logit(read) +
          weights.support * logit(support ?? 0.5) +
          weights.bias,
      )
