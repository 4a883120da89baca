import type { Sample, SampleSpec } from '../spec/language-model.ts'
import { Draft, type DraftOptions } from './draft.ts'
import { concatKeyValues, type KeyValues } from './key-values.ts'
import { HIDDEN, type PolicySession } from './policy-session.ts'
import type { PrefixCache, ReadSegment } from './prefix-cache.ts'
import { readPrompt } from './read-prompt.ts'
import type { Segments } from './render-prompt.ts'
import type { Scores } from './sample-token.ts'
import { Suffixes } from './suffixes.ts'

export type TokenRequest = {
  readonly prompts: readonly Segments[]
  readonly samples: readonly SampleSpec[]
  readonly maxTokens: number
  readonly stop: readonly string[]
}

export type GenerateDeps = Pick<DraftOptions, 'endId' | 'decode'> & {
  readonly session: PolicySession
  readonly cache: PrefixCache
}

type Chain = readonly ReadSegment[]

/**
 * Reads all prompts, then writes all samples in one batch, one token each a pass. Yields after each pass
 * the samples that it finished, mostly none, so that others can take turns. The computation depends on
 * the request alone: same request, same samples.
 */
export async function* generate(
  { session, cache, ...words }: GenerateDeps,
  { prompts, samples, ...limits }: TokenRequest,
): AsyncGenerator<readonly Sample[], void> {
  const chains: Chain[] = []
  for (const prompt of prompts) {
    const reading = readPrompt(session, cache, prompt)
    for (let next = await reading.next(); ; next = await reading.next()) {
      if (next.done) {
        chains.push(next.value)
        break
      }
      yield []
    }
  }
  const drafts = samples.map((spec, index) => new Draft(index, spec, { ...words, ...limits }))
  yield* writeSamples(session, chains, drafts, limits.maxTokens)
}

async function* writeSamples(
  session: PolicySession,
  chains: readonly Chain[],
  drafts: readonly Draft[],
  maxTokens: number,
): AsyncGenerator<readonly Sample[], void> {
  const shared = [...new Map(chains.flat().map((segment) => [segment.id, segment])).values()]
  const prefix = concatKeyValues(
    session.shape,
    shared.map(({ keyValues }) => keyValues),
  )
  const suffixes = new Suffixes(session.shape, drafts.length, maxTokens)
  let live = drafts
  let scores = drafts.map((draft) => scoresAfter(chainOf(chains, draft)))
  let prefixMask = maskOf(shared, live, chains)
  for (;;) {
    const { finished, kept } = writeTokens(live, scores)
    if (finished.length > 0) {
      live = kept.flatMap((row) => live[row] ?? [])
      suffixes.keep(kept)
      prefixMask = maskOf(shared, live, chains)
    }
    yield finished
    if (live.length === 0) return
    const result = await session.run(stepOf(live, chains, prefix, prefixMask, suffixes))
    suffixes.append(result.keyValues)
    scores = [...result.scores]
  }
}

/** One token for each draft: the samples that it finished, and the rows that go on. */
const writeTokens = (live: readonly Draft[], scores: readonly Scores[]) => {
  const finished: Sample[] = []
  const kept: number[] = []
  for (const [row, draft] of live.entries()) {
    const own = scores[row]
    if (own === undefined) throw new Error('a row without scores: this is a bug')
    const sample = draft.write(own)
    if (sample === undefined) kept.push(row)
    else finished.push(sample)
  }
  return { finished, kept }
}

const stepOf = (
  live: readonly Draft[],
  chains: readonly Chain[],
  prefix: KeyValues,
  prefixMask: Float32Array,
  { capacity, used, keys, values }: Suffixes,
) => ({
  ids: live.map((draft) => [draft.lastId]),
  positions: live.map((draft) => [endOf(chainOf(chains, draft)) + draft.tokens - 1]),
  prefix,
  prefixMask,
  suffix: { capacity, keys, values },
  suffixMask: Float32Array.from({ length: live.length * capacity }, (_, i) =>
    i % capacity < used ? 0 : HIDDEN,
  ),
})

/** float32 [rows * P]: a row sees the segments of its own prompt. */
const maskOf = (shared: Chain, live: readonly Draft[], chains: readonly Chain[]): Float32Array => {
  const width = shared.reduce((sum, { keyValues }) => sum + keyValues.tokens, 0)
  const mask = new Float32Array(live.length * width)
  for (const [row, draft] of live.entries()) {
    const own = new Set(chainOf(chains, draft))
    let place = row * width
    for (const segment of shared) {
      const next = place + segment.keyValues.tokens
      if (!own.has(segment)) mask.fill(HIDDEN, place, next)
      place = next
    }
  }
  return mask
}

const chainOf = (chains: readonly Chain[], { prompt }: Draft): Chain => {
  const chain = chains[prompt]
  if (chain === undefined) throw new Error(`no prompt ${prompt}: this is a bug`)
  return chain
}

const lastOf = (chain: Chain): ReadSegment => {
  const last = chain.at(-1)
  if (last === undefined) throw new Error('an empty prompt: this is a bug')
  return last
}

const scoresAfter = (chain: Chain): Scores => lastOf(chain).scores

const endOf = (chain: Chain): number => lastOf(chain).end
