import type { Sample, SampleRequest, SampleSpec } from '../spec/language-model.ts'
import { mergeGenerators } from '../spec/merge-generators.ts'
import { collectChoices } from './openai-choices.ts'
import { chatBody, type Dialect } from './openai-dialect.ts'
import { renderMessages } from './openai-prompts.ts'
import type { OpenAiServer } from './openai-server.ts'

export type DrawDeps = {
  readonly server: OpenAiServer
  readonly model: string
  readonly dialect: Dialect
}

// A low estimate of the bytes in a token, so that what is counted to fit does fit.
const BYTES_PER_TOKEN = 3

export const countTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

/** All calls of a request side by side; the first that fails ends the others, and so does leaving. */
export async function* drawSamples(deps: DrawDeps, request: SampleRequest): AsyncGenerator<Sample> {
  const own = new AbortController()
  const signal = request.signal ? AbortSignal.any([own.signal, request.signal]) : own.signal
  let first: { readonly error: unknown } | undefined
  const groups = groupSamples(request.samples, deps.dialect.several)
  const calls = groups.map(async function* (group) {
    try {
      yield* drawGroup(deps, { ...request, signal }, group)
    } catch (error) {
      first ??= { error }
      own.abort()
    }
  })
  try {
    yield* mergeGenerators(calls)
    if (first !== undefined) throw first.error
  } finally {
    own.abort()
  }
}

/** Samples of one call: the same prompt, drawn in the same way. */
type Group = readonly { readonly index: number; readonly spec: SampleSpec }[]

/** A greedy sample is a call of its own: servers refuse to draw the same several times. */
const groupSamples = (samples: readonly SampleSpec[], several: boolean): readonly Group[] => {
  const groups = new Map<string, Group>()
  for (const [index, spec] of samples.entries()) {
    const { prompt, sampling } = spec
    const together = several && sampling.temperature > 0
    const key = together ? JSON.stringify([prompt, sampling]) : String(index)
    groups.set(key, [...(groups.get(key) ?? []), { index, spec }])
  }
  return [...groups.values()]
}

async function* drawGroup(
  { server, model, dialect }: DrawDeps,
  { prompts, maxTokens, stop = [], signal }: SampleRequest,
  group: Group,
): AsyncGenerator<Sample> {
  const spec = group[0]?.spec
  const prompt = prompts[spec?.prompt ?? -1]
  if (spec === undefined || prompt === undefined) throw new Error('no such prompt: this is a bug')
  const { seed, sampling } = spec
  const messages = renderMessages(prompt)
  const call = { model, messages, n: group.length, seed, sampling, maxTokens, stop }
  const body = chatBody(call, dialect.leftOut)
  let drawn = 0
  for await (const choice of collectChoices(server.stream('chat/completions', body, signal))) {
    const { index, text, tokens = countTokens(text), logProbability = null, finish } = choice
    const own = group[index]
    if (own === undefined) continue
    drawn += 1
    yield { index: own.index, text, tokens, logProbability, finish }
  }
  if (drawn < group.length) throw new Error(`${drawn} samples instead of ${group.length}`)
}
