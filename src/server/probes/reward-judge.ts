import type { Judge } from '../../probing/target.ts'
import type { RewardModel } from '../../spec/reward-model.ts'

/** The reward model as the judge of a rule. */
export const createRewardJudge = (model: RewardModel): Judge => ({
  // Read when it is asked for: the model may arrive later.
  get id() {
    return model.id
  },
  judge: async (exchanges, rule, signal) => {
    const rows = exchanges.map((one) => ({ ...one, evidence: [] }))
    const rewards = await model.score(rows, [rule], signal)
    return rewards.map(({ rules }) => rules[rule.id] ?? NaN)
  },
})
