import type { Sample, SampleRequest, SampleSpec } from '../../spec/language-model.ts'
import { mergeGenerators } from '../../base/merge-generators.ts'
import { collectChoices, type Choice } from './collect-choices.ts'
import { chatBody, namesParameter, REFUSALS, type Dialect } from './dialect.ts'
import { renderMessages } from './prompts.ts'
import { ServerRefusal, type OpenAiServer } from './server.ts'
import { saidIn } from './thoughts.ts'

export type DrawDeps = {
  readonly server: OpenAiServer
  readonly model: string
  readonly opening: string | undefined
  /** What this kind of server is asked for beside the protocol. */
  readonly extras: object
  /** Tokens beside those of the reply, for a model that thinks first. */
  readonly thoughtTokens: number
  /** What the server takes; what its answers show of it is written here. */
  dialect: Dialect
  /** Told of each call that fails while others go on. */
  failed(error: unknown): void
}

// A low estimate of the bytes in a token, so that what is counted to fit does fit.
const BYTES_PER_TOKEN = 3

export const countTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

/**
 * All calls of a request side by side. One that fails takes nothing from the others: what these draw is
 * kept, and the error is thrown only where nothing was drawn. Leaving ends them all.
 */
export async function* drawSamples(deps: DrawDeps, request: SampleRequest): AsyncGenerator<Sample> {
  const own = new AbortController()
  const signal = request.signal ? AbortSignal.any([own.signal, request.signal]) : own.signal
  let drawn = 0
  const calls = groupSamples(request.samples).map(async function* (group) {
    for await (const sample of drawGroup(deps, { ...request, signal }, group)) {
      drawn += 1
      yield sample
    }
  })
  try {
    const outcomes = yield* mergeGenerators(calls)
    request.signal?.throwIfAborted()
    for (const outcome of outcomes) {
      if (outcome.status !== 'failed') continue
      if (drawn === 0) throw outcome.error
      deps.failed(outcome.error)
    }
  } finally {
    own.abort()
  }
}

/** Samples of one call: the same prompt, drawn in the same way. */
type Group = readonly { readonly index: number; readonly spec: SampleSpec }[]

/** A greedy sample is a call of its own: servers refuse to draw the same several times. */
const groupSamples = (samples: readonly SampleSpec[]): readonly Group[] => {
  const groups = new Map<string, Group>()
  for (const [index, spec] of samples.entries()) {
    const { prompt, sampling } = spec
    const key = sampling.temperature > 0 ? JSON.stringify([prompt, sampling]) : String(index)
    groups.set(key, [...(groups.get(key) ?? []), { index, spec }])
  }
  return [...groups.values()]
}

/** In as many calls as the server wants; where it refuses one as too many samples, these are split. */
async function* drawGroup(
  deps: DrawDeps,
  request: SampleRequest,
  group: Group,
): AsyncGenerator<Sample> {
  const { most } = deps.dialect
  if (group.length > most) {
    const parts = Array.from({ length: Math.ceil(group.length / most) }, (_, i) =>
      drawGroup(deps, request, group.slice(i * most, (i + 1) * most)),
    )
    const outcomes = yield* mergeGenerators(parts)
    for (const outcome of outcomes) if (outcome.status === 'failed') throw outcome.error
    return
  }
  try {
    yield* drawTogether(deps, request, group)
  } catch (error) {
    const fewer = mostAfter(error, group.length)
    if (fewer === undefined) throw error
    deps.dialect = { ...deps.dialect, most: Math.min(deps.dialect.most, fewer) }
    yield* drawGroup(deps, request, group)
  }
}

/** How many samples of a call to try after it was refused; undefined where it was not for their number. */
const mostAfter = (error: unknown, asked: number): number | undefined => {
  if (asked < 2 || !(error instanceof ServerRefusal) || !REFUSALS.has(error.status))
    return undefined
  if (!namesParameter(error.text, 'n') && !TOO_MANY.test(error.text)) return undefined
  const told = [...error.text.matchAll(/\d+/gu)].map(([digits]) => Number(digits))
  const largest = Math.max(...told.filter((one) => one > 1 && one < asked))
  return largest > 0 ? largest : Math.floor(asked / 2)
}

const TOO_MANY = /\bn_cmpl\b|\bslots?\b|only one completion|number of (?:choices|completions)/iu

async function* drawTogether(
  deps: DrawDeps,
  { prompts, maxTokens, stop = [], signal }: SampleRequest,
  group: Group,
): AsyncGenerator<Sample> {
  const { server, model, opening, thoughtTokens } = deps
  const spec = group[0]?.spec
  const prompt = prompts[spec?.prompt ?? -1]
  if (spec === undefined || prompt === undefined) throw new Error('no such prompt: this is a bug')
  const { seed, sampling } = spec
  const messages = renderMessages(prompt, opening)
  const room = maxTokens + (deps.dialect.thinks ? thoughtTokens : 0)
  const call = { model, messages, n: group.length, seed, sampling, maxTokens: room, stop }
  const body = { ...chatBody(call, deps.dialect.leftOut), ...deps.extras }
  let drawn = 0
  for await (const choice of collectChoices(server.stream('chat/completions', body, signal))) {
    const { finish } = choice
    const own = group[choice.index]
    if (own === undefined) continue
    drawn += 1
    const { text, thoughts } = saidIn(choice.text, deps.dialect.thinksFirst)
    const thought = choice.thought || thoughts !== 'none'
    if (thoughts === 'bare') deps.dialect = { ...deps.dialect, thinksFirst: true }
    if (thought) deps.dialect = { ...deps.dialect, thinks: true }
    // The likelihood that a server tells is that of the thoughts, too.
    const told: Partial<Choice> = thought ? {} : choice
    const { tokens = countTokens(text), logProbability = null } = told
    yield { index: own.index, text, tokens, logProbability, finish }
  }
  if (drawn < group.length) throw new Error(`${drawn} samples instead of ${group.length}`)
}
