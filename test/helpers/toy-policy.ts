import { fileURLToPath } from 'node:url'
import type { GenerateDeps } from '../../src/inference/embedded/generate.ts'
import { entryOf, readManifest } from '../../src/inference/files/manifest.ts'
import type { EmbeddedOptions } from '../../src/inference/graphs/session-spec.ts'
import { openSession } from '../../src/inference/graphs/open-session.ts'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import {
  createPolicySession,
  type PolicySession,
} from '../../src/inference/embedded/policy-session.ts'
import { JoinedPrefixes } from '../../src/inference/embedded/joined-prefixes.ts'
import { PrefixCache } from '../../src/inference/embedded/prefix-cache.ts'
import type { Tokenizer } from '../../src/spec/tokenizer.ts'

/** The folder of the toy: the policy's graphs with random weights, its tokens single bytes. */
export const toyModels = fileURLToPath(new URL('../fixtures/models', import.meta.url))

export const toyOptions = async (): Promise<EmbeddedOptions> => ({
  modelsDir: toyModels,
  manifest: await readManifest(toyModels),
  device: { requested: 'cpu', used: 'cpu', detail: 'a test' },
  threads: 1,
})

export type ToyPolicy = {
  readonly deps: GenerateDeps
  readonly session: PolicySession
  readonly tokenizer: Tokenizer
  /** The rows and new tokens of each pass so far. */
  readonly passes: { readonly rows: number; readonly tokens: number }[]
}

/** The toy in this thread. `graph` "cuda" is the one with float products; it runs on the CPU too. */
export const openToyPolicy = async (
  graph: 'cpu' | 'cuda' = 'cpu',
  cacheBytes = 1e9,
): Promise<ToyPolicy> => {
  const { modelsDir, manifest } = await toyOptions()
  const entry = entryOf(manifest, 'language-model')
  const opened = await openSession({
    modelsDir,
    graph: entry.graph[graph],
    device: 'cpu',
    threads: 1,
  })
  const shape = { layers: entry.layers, heads: entry.keyValueHeads, size: entry.headSize }
  const inner = createPolicySession(opened, shape)
  const tokenizer = await openTokenizer(`${modelsDir}/${entry.tokenizer}`)
  const passes: { rows: number; tokens: number }[] = []
  const session: PolicySession = {
    ...inner,
    run: (step) => {
      passes.push({ rows: step.ids.length, tokens: step.ids[0]?.length ?? 0 })
      return inner.run(step)
    },
  }
  const deps = {
    session,
    cache: new PrefixCache(shape, cacheBytes),
    joined: new JoinedPrefixes(shape),
    decode: (ids: readonly number[]) => tokenizer.decode(ids),
    endId: entry.prompt.tokens.end,
  }
  return { deps, session, tokenizer, passes }
}
