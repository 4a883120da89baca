import type { Sampling } from '../../spec/language-model.ts'
import { collectChoices, type Choice } from './collect-choices.ts'
import type { Message } from './prompts.ts'
import { ServerRefusal, type OpenAiServer } from './server.ts'
import { saidIn } from './thoughts.ts'

/** What not every server takes; what is left out comes first in this order where a refusal names nothing. */
const OPTIONAL = ['n', 'min_p', 'logprobs', 'seed', 'top_p', 'temperature', 'stop'] as const
type Optional = (typeof OPTIONAL)[number] | 'max_tokens'

export type Dialect = {
  /** The most samples of one call. */
  readonly most: number
  /** Whether its template begins the thoughts of a reply, so that only their end is seen. */
  readonly thinksFirst: boolean
  /** Whether it thinks before it replies, however that is marked: its calls get room for that. */
  readonly thinks: boolean
  /** The model that answered, by its own name; undefined where the server does not tell. */
  readonly answeredBy: string | undefined
  readonly leftOut: ReadonlySet<Optional>
}

export type ChatCall = {
  readonly model: string
  readonly messages: readonly Message[]
  readonly n: number
  readonly seed: number
  readonly sampling: Sampling
  readonly maxTokens: number
  readonly stop: readonly string[]
}

// Seeds are 32-bit and unsigned here; some servers read signed ones.
const LARGEST_SEED = 0x7fff_ffff

/**
 * The body of a call. The penalty on repetition is not sent: it is there for small models, and hurts
 * larger ones, which repeat what they quote.
 */
export const chatBody = (call: ChatCall, leftOut: Dialect['leftOut']): object => {
  const { model, messages, n, seed, sampling, maxTokens, stop } = call
  const optional: Record<(typeof OPTIONAL)[number], unknown> = {
    n: n > 1 ? n : undefined,
    min_p: sampling.temperature > 0 ? sampling.minP : undefined,
    logprobs: true,
    seed: seed & LARGEST_SEED,
    top_p: sampling.topP,
    temperature: sampling.temperature,
    stop: stop.length > 0 ? stop : undefined,
  }
  const sent = OPTIONAL.filter((name) => !leftOut.has(name)).map((name) => [name, optional[name]])
  const limit = leftOut.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens'
  return { model, messages, stream: true, [limit]: maxTokens, ...Object.fromEntries(sent) }
}

/**
 * Finds out what a server takes by one small call with everything, made again without whatever it
 * refuses. Throws what the server gave where it refuses even the least.
 */
export const probeDialect = async (
  server: OpenAiServer,
  model: string,
  signal?: AbortSignal,
): Promise<Dialect> => {
  const leftOut = new Set<Optional>()
  for (;;) {
    try {
      const body = chatBody({ ...PROBE, model }, leftOut)
      const drawn: Choice[] = []
      const parts = server.stream('chat/completions', body, signal)
      for await (const choice of collectChoices(parts)) drawn.push(choice)
      const ways = drawn.map(({ text }) => saidIn(text).thoughts)
      return {
        most: drawn.length === PROBE.n ? Infinity : 1,
        thinksFirst: ways.includes('bare'),
        thinks: ways.some((way) => way !== 'none') || drawn.some(({ thought }) => thought),
        answeredBy: drawn[0]?.model,
        leftOut,
      }
    } catch (error) {
      const refused = error instanceof ServerRefusal && REFUSALS.has(error.status)
      const next = refused ? nextToLeaveOut(error.text, leftOut) : undefined
      if (next === undefined) throw error
      leftOut.add(next)
    }
  }
}

// Bad request, unprocessable (FastAPI), and what some answer where they have not built something.
export const REFUSALS: ReadonlySet<number> = new Set([400, 422, 501])

const PROBE = {
  messages: [{ role: 'user', content: 'Say yes.' }],
  n: 2,
  seed: 1,
  sampling: { temperature: 0.5, topP: 0.9, minP: 0.05, repetitionPenalty: 1 },
  // Room for thoughts to come to their end.
  maxTokens: 512,
  stop: ['<never>'],
} as const

const nextToLeaveOut = (text: string, leftOut: ReadonlySet<Optional>): Optional | undefined => {
  const names: readonly Optional[] = ['max_tokens', ...OPTIONAL]
  const named = names.find((name) => !leftOut.has(name) && namesParameter(text, name))
  return named ?? OPTIONAL.find((name) => !leftOut.has(name))
}

/** Whether a refusal speaks of a parameter. */
export const namesParameter = (text: string, name: string): boolean =>
  new RegExp(`["'\`]${name}\\\\?["'\`]`).test(text) || (name.length > 4 && text.includes(name))
