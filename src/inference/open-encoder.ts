import { join } from 'node:path'
import type { Encoder } from '../spec/encoder.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { BatchQueue } from './graphs/batch-queue.ts'
import { entryOf } from './files/manifest.ts'
import { sessionSpec, type EmbeddedOptions } from './graphs/session-spec.ts'
import { openTokenizer } from './files/open-tokenizer.ts'
import { attentionMask, padRows, rowsOf } from './graphs/pack-batch.ts'
import { openSessionClient } from './graphs/session-client.ts'

// In tokens. Larger batches are no faster, and a query waits longer behind documents.
const BATCH_TOKENS = 1024
const WAITING_TOKENS = 64 * BATCH_TOKENS

/** Loads the encoder into a worker. Texts of concurrent callers share batches. */
export const openEncoder = async (
  options: EmbeddedOptions,
): Promise<Encoder & { close(): Promise<void> }> => {
  const entry = entryOf(options.manifest, 'encoder')
  const [tokenizer, session] = await Promise.all([
    openTokenizer(join(options.modelsDir, entry.tokenizer)),
    // A query's words are searched at the same time, on the same cores.
    openSessionClient('encoder', { ...sessionSpec(options, entry), idleThreadsSleep: true }),
  ])
  const queue = new BatchQueue<readonly number[], Float32Array>({
    budget: BATCH_TOKENS,
    capacity: WAITING_TOKENS,
    lengthOf: (row) => row.length,
    run: async (rows) => {
      const feeds = { input_ids: padRows(rows), attention_mask: attentionMask(rows) }
      return rowsOf(await session.run(feeds), 'embedding')
    },
  })
  return {
    id: entry.id,
    dimensions: entry.width,
    embed: (texts, signal) =>
      queue.run(
        texts.map((text) => encodeRow(tokenizer, text, entry.maxTokens)),
        signal,
      ),
    close: () => session.close(),
  }
}

const encodeRow = (tokenizer: Tokenizer, text: string, maxTokens: number): readonly number[] => [
  tokenizer.controlId('[CLS]'),
  ...tokenizer.encode(text).slice(0, maxTokens - 2),
  tokenizer.controlId('[SEP]'),
]
