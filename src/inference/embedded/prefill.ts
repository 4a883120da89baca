import type { JoinedPrefixes } from './joined-prefixes.ts'
import { keep, type KeyValues } from './key-values.ts'
import type { PolicySession } from './policy-session.ts'
import type { PrefixCache, ReadSegment } from './prefix-cache.ts'
import type { Segments } from './render-prompt.ts'
import type { Scores } from './sample-token.ts'

// Tokens read in one pass: between two passes, others take their turn and an abort is seen.
const PASS_TOKENS = 128

/**
 * Reads a prompt (prefill), yielding after each pass. What a pass gives depends on the tokens up to its
 * end and on nothing else, the cache included, since prompts are always cut at the same places. Those of a
 * dialogue are passes from its beginning on, so that a later turn finds all but the last of them.
 */
export async function* prefill(
  session: PolicySession,
  { cache, joined }: { readonly cache: PrefixCache; readonly joined: JoinedPrefixes },
  prompt: Segments,
): AsyncGenerator<void, readonly ReadSegment[]> {
  const chain: ReadSegment[] = []
  const shared = prompt.slice(0, -1).flatMap(cutIntoPasses).length
  for (const ids of prompt.flatMap(cutIntoPasses)) {
    const before = chain.at(-1)
    let segment = cache.get(before, ids)
    if (segment === undefined) {
      const prefix = chain.length <= shared ? joined.keep(chain) : joined.join(chain)
      const { scores, keyValues } = await readPass(session, prefix, ids)
      segment = cache.put(before, ids, { scores, keyValues: keep(keyValues) })
      yield
    }
    chain.push(segment)
  }
  cache.touch(chain)
  return chain
}

const cutIntoPasses = (ids: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(ids.length / PASS_TOKENS) }, (_, i) =>
    ids.slice(i * PASS_TOKENS, (i + 1) * PASS_TOKENS),
  )

/** One pass over ids behind a prefix: the scores after the last of them, and their own keys and values. */
export const readPass = async (
  session: PolicySession,
  prefix: KeyValues,
  ids: readonly number[],
): Promise<{ readonly keyValues: KeyValues; readonly scores: Scores }> => {
  const none = Array.from({ length: session.shape.layers }, () => new Float32Array(0))
  const { scores, keyValues } = await session.run({
    ids: [ids],
    positions: [ids.map((_, i) => prefix.tokens + i)],
    prefix,
    prefixMask: new Float32Array(prefix.tokens),
    suffix: { capacity: 0, keys: none, values: none },
    suffixMask: new Float32Array(0),
  })
  const [last] = scores
  if (last === undefined) throw new Error('a pass without scores: this is a bug')
  return { keyValues, scores: last }
}
