import type { Sample } from '../../spec/language-model.ts'
import { generate, type TokenRequest } from './generate.ts'
import { JoinedPrefixes } from './joined-prefixes.ts'
import type { CacheShape } from './key-values.ts'
import { openSession, type SessionSpec } from '../graphs/open-session.ts'
import { openTokenizer } from '../files/open-tokenizer.ts'
import { createPolicySession } from './policy-session.ts'
import { PrefixCache } from './prefix-cache.ts'
import { serveCalls } from '../workers/serve-calls.ts'
import { workerSetup } from '../workers/start-worker.ts'
import { TurnTaker } from './round-robin.ts'

export type PolicySetup = {
  readonly spec: SessionSpec
  readonly shape: CacheShape
  readonly tokenizer: string
  readonly endId: number
}

// About 7,280 tokens of the embedded model: the dialogues of its last callers, six as long as is read of one.
const CACHE_BYTES = 160 * 1024 * 1024

// Generations that take turns: each holds the keys and values of its prompts.
const AT_ONCE = 4

await serveCalls<TokenRequest, Sample>(async () => {
  const setup = workerSetup() as PolicySetup
  const tokenizer = await openTokenizer(setup.tokenizer)
  const session = createPolicySession(await openSession(setup.spec), setup.shape)
  const deps = {
    session,
    cache: new PrefixCache(setup.shape, CACHE_BYTES),
    joined: new JoinedPrefixes(setup.shape),
    decode: (ids: readonly number[]) => tokenizer.decode(ids),
    endId: setup.endId,
  }
  const turns = new TurnTaker<readonly Sample[]>(AT_ONCE)
  return {
    handle: (request, emit, signal) =>
      turns.run(generate(deps, request), (finished) => finished.forEach(emit), signal),
    close: () => session.release(),
  }
})
