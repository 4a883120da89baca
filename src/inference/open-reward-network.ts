import type { NetworkOutput, NetworkRow, RewardNetwork } from '../spec/reward-network.ts'
import { BatchQueue } from './graphs/batch-queue.ts'
import type { EntryOf } from './files/model-entry.ts'
import { sessionSpec, type EmbeddedOptions } from './graphs/session-spec.ts'
import { attentionMask, inOrder, padRows, rowsOf, shortestFirst } from './graphs/pack-batch.ts'
import { openSessionClient, type Arrays, type SessionClient } from './graphs/session-client.ts'

// In tokens. Larger batches are no faster, and others wait longer behind them.
const BATCH_TOKENS = 1024
const WAITING_TOKENS = 64 * BATCH_TOKENS

type AskedRow = NetworkRow & { readonly queries: Queries }

/** The queries of one call; rows with the same ones may share a batch, so their identity is the key. */
type Queries = { readonly vectors: readonly Float32Array[]; readonly key: string }

/** Loads the reward model into a worker. Rows of concurrent callers with the same rules share batches. */
export const openRewardNetwork = async (
  options: EmbeddedOptions,
  entry: EntryOf<'reward'>,
): Promise<RewardNetwork & { close(): Promise<void> }> => {
  const session = await openSessionClient('reward model', sessionSpec(options, entry))
  const keyOf = identityKeys()
  const queue = new BatchQueue<AskedRow, NetworkOutput>({
    budget: BATCH_TOKENS,
    capacity: WAITING_TOKENS,
    lengthOf: ({ ids }) => ids.length,
    keyOf: ({ queries }) => queries.key,
    run: (rows) => runBatch(session, rows, entry.width),
  })
  return {
    id: entry.id,
    run: async (rows, ruleQueries, signal) => {
      const queries = { vectors: ruleQueries, key: keyOf(ruleQueries) }
      const order = shortestFirst(rows)
      const asked = order.flatMap((i) => (rows[i] ? [{ ...rows[i], queries }] : []))
      const outputs = await queue.run(asked, signal)
      return inOrder(order, outputs)
    },
    close: () => session.close(),
  }
}

const runBatch = async (
  session: SessionClient,
  rows: readonly AskedRow[],
  width: number,
): Promise<readonly NetworkOutput[]> => {
  const ids = rows.map((row) => row.ids)
  const queries = rows[0]?.queries.vectors ?? []
  const outputs = await session.run({
    input_ids: padRows(ids),
    attention_mask: attentionMask(ids),
    segment_ids: padRows(rows.map(({ segments }) => segments)),
    rule_queries: stack(queries, width),
  })
  const heads = {
    preference: rowsOf(outputs, 'preference'),
    rules: rowsOf(outputs, 'rule_logits'),
    support: rowsOf(outputs, 'support_logits'),
    checkable: rowsOf(outputs, 'checkable_logits'),
    fact: rowsOf(outputs, 'fact_logits'),
    ruleQuery: rowsOf(outputs, 'rule_query'),
  }
  const cut = (head: readonly Float32Array[], i: number, length: number): Float32Array =>
    head[i]?.slice(0, length) ?? new Float32Array(length)
  return ids.map(({ length }, i) => ({
    preference: heads.preference[i]?.[0] ?? NaN,
    rules: cut(heads.rules, i, queries.length),
    support: cut(heads.support, i, length),
    checkable: cut(heads.checkable, i, length),
    fact: cut(heads.fact, i, 3),
    ruleQuery: cut(heads.ruleQuery, i, width),
  }))
}

/** float32 [R, width]; the graph wants at least one query, so none becomes one of zeros. */
const stack = (queries: readonly Float32Array[], width: number): Arrays[string] => {
  const rows = Math.max(1, queries.length)
  const data = new Float32Array(rows * width)
  for (const [i, query] of queries.entries()) data.set(query, i * width)
  return { data, dims: [rows, width] }
}

const identityKeys = (): ((vectors: readonly Float32Array[]) => string) => {
  const known = new WeakMap<Float32Array, number>()
  let next = 0
  const keyOf = (vector: Float32Array): number => {
    const key = known.get(vector) ?? next++
    known.set(vector, key)
    return key
  }
  return (vectors) => vectors.map(keyOf).join(' ')
}
