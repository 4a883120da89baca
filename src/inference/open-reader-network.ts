import type { ReaderNetwork, ReaderOutput } from '../spec/reader-network.ts'
import type { NetworkRow } from '../spec/reward-network.ts'
import { BatchQueue } from './graphs/batch-queue.ts'
import type { EntryOf } from './files/model-entry.ts'
import { sessionSpec, type EmbeddedOptions } from './graphs/session-spec.ts'
import { attentionMask, inOrder, padRows, rowsOf, shortestFirst } from './graphs/pack-batch.ts'
import { openSessionClient, type SessionClient } from './graphs/session-client.ts'

// In tokens, as for the reward model.
const BATCH_TOKENS = 1024
const WAITING_TOKENS = 64 * BATCH_TOKENS

/** Loads the reader into a worker. Rows of concurrent callers share batches. */
export const openReaderNetwork = async (
  options: EmbeddedOptions,
  entry: EntryOf<'reader'>,
): Promise<ReaderNetwork & { close(): Promise<void> }> => {
  const session = await openSessionClient('reader', sessionSpec(options, entry))
  const queue = new BatchQueue<NetworkRow, ReaderOutput>({
    budget: BATCH_TOKENS,
    capacity: WAITING_TOKENS,
    lengthOf: ({ ids }) => ids.length,
    run: (rows) => runBatch(session, rows),
  })
  return {
    id: entry.id,
    run: async (rows, signal) => {
      if (rows.length === 0) return []
      const order = shortestFirst(rows)
      const outputs = await queue.run(
        order.flatMap((i) => rows[i] ?? []),
        signal,
      )
      return inOrder(order, outputs)
    },
    close: () => session.close(),
  }
}

const runBatch = async (
  session: SessionClient,
  rows: readonly NetworkRow[],
): Promise<readonly ReaderOutput[]> => {
  const ids = rows.map((row) => row.ids)
  const outputs = await session.run({
    input_ids: padRows(ids),
    attention_mask: attentionMask(ids),
    segment_ids: padRows(rows.map(({ segments }) => segments)),
  })
  const [answers, right, asks, where] = ['answers', 'right', 'asks', 'where'].map((head) =>
    rowsOf(outputs, head),
  )
  return ids.map(({ length }, i) => ({
    answers: answers?.[i]?.[0] ?? NaN,
    right: right?.[i]?.[0] ?? NaN,
    asks: asks?.[i]?.[0] ?? NaN,
    where: where?.[i]?.slice(0, length) ?? new Float32Array(length),
  }))
}
