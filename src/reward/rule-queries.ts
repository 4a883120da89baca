import type { RewardNetwork } from '../spec/reward-network.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { packRule } from './pack-row.ts'

// Rules of callers' own come and go; those in force are asked for again and again.
const MOST_CACHED = 1000

/** Gives the query of each rule text, computed once for a text. */
export type RuleQueries = (
  texts: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly Float32Array[]>

export const createRuleQueries = (network: RewardNetwork, tokenizer: Tokenizer): RuleQueries => {
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
