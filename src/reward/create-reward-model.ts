import { createBreath } from './breath.ts'
import type { FactSeeking, InstructionKind, RewardModel } from '../spec/reward-model.ts'
import type { RewardNetwork } from '../spec/reward-network.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { softmax, type Calibration } from './calibration.ts'
import { packDialogue, packRule } from './pack-row.ts'
import { planRows, type RowPlan } from './plan-rows.ts'
import { readReward } from './read-reward.ts'

export type RewardModelDeps = {
  readonly id: string
  readonly network: RewardNetwork
  readonly tokenizer: Tokenizer
  readonly calibration: Calibration
}

// The order of the network's fact head.
const KINDS: readonly InstructionKind[] = ['fact-based', 'not-fact-based', 'both']

/** Reads dialogues and replies as rewards. Throws ABORTED, OVERLOADED or INTERNAL. */
export const createRewardModel = ({
  id,
  network,
  tokenizer,
  calibration,
}: RewardModelDeps): RewardModel => {
  const ruleQueries = createRuleQueries(network, tokenizer)
  return {
    id,
    factSeeking: async (dialogue, signal) => {
      const [output] = await network.run([packDialogue(tokenizer, dialogue)], [], signal)
      return factSeekingOf(softmax(output?.fact ?? [], calibration.fact))
    },
    score: async (rows, rules, signal) => {
      const queries = await ruleQueries(
        rules.map(({ text }) => text),
        signal,
      )
      const breathe = createBreath(signal)
      const plans: RowPlan[] = []
      for (const row of rows) plans.push(await planRows(tokenizer, row, breathe))
      const packed = plans.flatMap(({ readings }) => readings.map(({ row }) => row))
      const outputs = await network.run(packed, queries, signal)
      const ruleIds = rules.map((rule) => rule.id)
      let read = 0
      return plans.map((plan) => {
        const own = outputs.slice(read, (read += plan.readings.length))
        return readReward(plan, own, ruleIds, calibration)
      })
    },
  }
}

const factSeekingOf = (chances: readonly number[]): FactSeeking => {
  const [factBased = NaN, , both = NaN] = chances
  const kind = KINDS[chances.indexOf(Math.max(...chances))] ?? 'not-fact-based'
  return { factSeeking: Math.min(1, factBased + both), kind }
}

// Rules of callers' own come and go; those in force are asked for again and again.
const MOST_CACHED = 1000

/** Gives the query of each rule text, computed once for a text. */
type RuleQueries = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly Float32Array[]>

const createRuleQueries = (network: RewardNetwork, tokenizer: Tokenizer): RuleQueries => {
  const cache = new Map<string, Float32Array>()
  const remember = (text: string, query: Float32Array): void => {
    cache.delete(text)
    cache.set(text, query)
    const [oldest] = cache.keys()
    if (cache.size > MOST_CACHED && oldest !== undefined) cache.delete(oldest)
  }
  return async (texts, signal) => {
    const queries = new Map(texts.map((text) => [text, cache.get(text)]))
    const missing = [...queries].flatMap(([text, query]) => (query ? [] : [text]))
    if (missing.length > 0) {
      const rows = missing.map((text) => packRule(tokenizer, text))
      const outputs = await network.run(rows, [], signal)
      // Another caller may have been faster: equal texts keep sharing one query, and so batches.
      for (const [i, text] of missing.entries())
        queries.set(text, cache.get(text) ?? outputs[i]?.ruleQuery)
    }
    return texts.map((text) => {
      const query = queries.get(text)
      if (query === undefined) throw new Error('a rule without a query: this is a bug')
      remember(text, query)
      return query
    })
  }
}
