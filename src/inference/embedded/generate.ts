import type { Sample, SampleSpec } from '../../spec/language-model.ts'
import { SampleWriter, type SampleWriterOptions } from './sample-writer.ts'
import type { JoinedPrefixes } from './joined-prefixes.ts'
import type { KeyValues } from './key-values.ts'
import { HIDDEN, type PolicySession } from './policy-session.ts'
import type { PrefixCache, ReadSegment } from './prefix-cache.ts'
import { prefill } from './prefill.ts'
import type { Segments } from './render-prompt.ts'
import type { Scores } from './sample-token.ts'
import { SuffixCache } from './suffix-cache.ts'

export type TokenRequest = {
  readonly prompts: readonly Segments[]
  readonly samples: readonly SampleSpec[]
  readonly maxTokens: number
  readonly stop: readonly string[]
}

export type GenerateDeps = Pick<SampleWriterOptions, 'endId' | 'decode'> & {
  readonly session: PolicySession
  readonly cache: PrefixCache
  readonly joined: JoinedPrefixes
}

type Chain = readonly ReadSegment[]

/**
 * Reads all prompts, then writes all samples in one batch, one token each a pass; samples of a prompt that
 * have written the same so far are one row of it. Yields after each pass the samples that it finished,
 * mostly none, so that others can take turns. The computation depends on the request alone: same request,
 * same samples.
 */
export async function* generate(
  { session, cache, joined, ...words }: GenerateDeps,
  { prompts, samples, ...limits }: TokenRequest,
): AsyncGenerator<readonly Sample[], void> {
  const chains: Chain[] = []
  for (const prompt of prompts) {
    const reading = prefill(session, { cache, joined }, prompt)
    for (let next = await reading.next(); ; next = await reading.next()) {
      if (next.done) {
        chains.push(next.value)
        break
      }
      yield []
    }
  }
  const drafts = samples.map(
    (spec, index) => new SampleWriter(index, spec, { ...words, ...limits }),
  )
  yield* writeSamples({ session, joined }, chains, drafts, limits.maxTokens)
}

/** What one or more drafts of a prompt have written so far, which is the same for all of them: a row of the batch. */
type Branch = {
  readonly drafts: readonly SampleWriter[]
  readonly chain: Chain
  readonly last: SampleWriter
}

async function* writeSamples(
  { session, joined }: Pick<GenerateDeps, 'session' | 'joined'>,
  chains: readonly Chain[],
  drafts: readonly SampleWriter[],
  maxTokens: number,
): AsyncGenerator<readonly Sample[], void> {
  const shared = [...new Map(chains.flat().map((segment) => [segment.id, segment])).values()]
  const prefix = joined.join(shared)
  let live = [...new Set(drafts.map(({ prompt }) => prompt))].flatMap((prompt) => {
    const chain = chains[prompt]
    if (chain === undefined) throw new Error(`no prompt ${prompt}: this is a bug`)
    return branchOf(
      drafts.filter((draft) => draft.prompt === prompt),
      chain,
    )
  })
  let scores = live.map(({ chain }) => lastOf(chain).scores)
  const suffixes = new SuffixCache(session.shape, live.length, maxTokens)
  let prefixMask = maskOf(shared, live)
  for (;;) {
    const { finished, parents, next } = writeTokens(live, scores)
    live = next
    if (parents.length !== suffixes.rows || parents.some((parent, row) => parent !== row)) {
      suffixes.keep(parents)
      prefixMask = maskOf(shared, live)
    }
    yield finished
    if (live.length === 0) return
    const result = await session.run(stepOf(live, prefix, prefixMask, suffixes))
    suffixes.append(result.keyValues)
    scores = [...result.scores]
  }
}

const branchOf = (drafts: readonly SampleWriter[], chain: Chain): readonly Branch[] => {
  const [last] = drafts
  return last ? [{ drafts, chain, last }] : []
}

/** One token for each draft: the samples that it finished, and the branches that go on, each with the row that it grew from. */
const writeTokens = (live: readonly Branch[], scores: readonly Scores[]) => {
  const finished: Sample[] = []
  const parents: number[] = []
  const next: Branch[] = []
  for (const [row, { drafts, chain }] of live.entries()) {
    const own = scores[row]
    if (own === undefined) throw new Error('a row without scores: this is a bug')
    const goOn = drafts.filter((draft) => {
      const sample = draft.write(own)
      if (sample) finished.push(sample)
      return sample === undefined
    })
    for (const id of new Set(goOn.map(({ lastId }) => lastId))) {
      next.push(
        ...branchOf(
          goOn.filter(({ lastId }) => lastId === id),
          chain,
        ),
      )
      parents.push(row)
    }
  }
  return { finished, parents, next }
}

const stepOf = (
  live: readonly Branch[],
  prefix: KeyValues,
  prefixMask: Float32Array,
  { capacity, used, keys, values }: SuffixCache,
) => ({
  ids: live.map(({ last }) => [last.lastId]),
  positions: live.map(({ last, chain }) => [lastOf(chain).end + last.tokens - 1]),
  prefix,
  prefixMask,
  suffix: { capacity, keys, values },
  suffixMask: Float32Array.from({ length: live.length * capacity }, (_, i) =>
    i % capacity < used ? 0 : HIDDEN,
  ),
})

/** float32 [rows * P]: a row sees the segments of its own prompt. */
const maskOf = (shared: Chain, live: readonly Branch[]): Float32Array => {
  const width = shared.reduce((sum, { keyValues }) => sum + keyValues.tokens, 0)
  const mask = new Float32Array(live.length * width)
  for (const [row, { chain }] of live.entries()) {
    const own = new Set(chain)
    let place = row * width
    for (const segment of shared) {
      const next = place + segment.keyValues.tokens
      if (!own.has(segment)) mask.fill(HIDDEN, place, next)
      place = next
    }
  }
  return mask
}

const lastOf = (chain: Chain): ReadSegment => {
  const last = chain.at(-1)
  if (last === undefined) throw new Error('an empty prompt: this is a bug')
  return last
}
