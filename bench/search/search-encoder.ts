import type { Encoder } from '../../src/spec/encoder.ts'
import { medianTime, type Row } from '../lib/row.ts'

const PASSAGES = 32
// Common words of one token each, and the two marks around them: 128 tokens.
const WORDS = 126
const REPEATS = 5

/** How many passages of 128 tokens are encoded in a second. */
export const measureEncoder = async (encoder: Encoder): Promise<Row> => {
  const common = ['limit', 'server', 'body', 'page', 'water', 'house', 'river']
  const texts = Array.from({ length: PASSAGES }, (_, one) =>
    Array.from({ length: WORDS }, (__, at) => common[(one * 5 + at) % common.length]).join(' '),
  )
  const ms = await medianTime(REPEATS, async () => void (await encoder.embed(texts)))
  return { name: 'encoding passages of 128 tokens', value: (1000 * PASSAGES) / ms, unit: '/s' }
}
