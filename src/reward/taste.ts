import type { Reward, RewardModel, RewardRow } from '../spec/reward-model.ts'

/** What raters were found to like, beside what the network prefers: weights of features, by name. */
export type Taste = Readonly<Record<string, number>>

/** What a taste can be of: not of rules, which are no matter of taste. Length is in logarithms, so that the hundredth word matters less than the tenth. */
export const TASTE_FEATURES = {
  preference: ({ preference }: Reward) => preference,
  length: (_: Reward, { reply }: Row) => Math.log1p(reply.split(/\s+/u).length),
  support: ({ support }: Reward) => support ?? 0.5,
  question: (_: Reward, { reply }: Row) => (reply.trimEnd().endsWith('?') ? 1 : 0),
  list: (_: Reward, { reply }: Row) => (/^[ \t]{0,8}(?:[-*]|\d{1,9}\.) /mu.test(reply) ? 1 : 0),
} as const satisfies Readonly<Record<string, (reward: Reward, row: Row) => number>>

type Row = Pick<RewardRow, 'reply'>

/** The values of all features, in their order. */
export const featuresOf = (reward: Reward, row: Row): readonly number[] =>
  Object.values(TASTE_FEATURES).map((feature) => feature(reward, row))

/** A reward model whose preference is moved by a taste; rules and support stay as they are. */
export const withTaste = (model: RewardModel, taste: Taste): RewardModel => {
  const weights = Object.keys(TASTE_FEATURES).map((name) => taste[name] ?? 0)
  return {
    ...model,
    score: async (rows, rules, signal) => {
      const rewards = await model.score(rows, rules, signal)
      return rewards.map((reward, at) => {
        const row = rows[at]
        if (row === undefined) throw new Error('a reward without a row: this is a bug')
        const values = featuresOf(reward, row)
        const moved = values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)
        return { ...reward, preference: reward.preference + moved }
      })
    },
  }
}
