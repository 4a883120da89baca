import { z } from 'zod'
import { ServerRefusal, type OpenAiServer } from './server.ts'

export type Served = {
  readonly name: string
  /** What one sample has, with its prompt. */
  readonly contextTokens: number
  /** The most samples that it draws at once; undefined where it does not tell. */
  readonly slots: number | undefined
  /** What the server lists, by all its names. */
  readonly listed: readonly string[]
}

/** What servers that tell nothing can be trusted to hold. */
const USUAL_CONTEXT = 4_096

const size = z.number().int().positive().optional().catch(undefined)
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      aliases: z.array(z.string()).catch([]),
      /** vLLM, OpenRouter, LM Studio. */
      max_model_len: size,
      context_length: size,
      loaded_context_length: size,
    }),
  ),
})
/** llama.cpp, beside the protocol. */
const propsSchema = z.object({
  default_generation_settings: z.object({ n_ctx: size }).catch({ n_ctx: undefined }),
  total_slots: size,
})

/**
 * The model that is asked: the one that is wanted, or the first that the server lists. Throws where
 * none is wanted and none is listed.
 */
export const findServed = async (
  server: OpenAiServer,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<Served> => {
  const list = await listModels(server, signal).catch(toleratesNoList)
  const listed = list?.data.find(({ id }) => wanted === undefined || id === wanted)
  const name = wanted ?? listed?.id
  if (name === undefined) {
    throw new Error('it lists no model: name one in DUNNOCK_LANGUAGE_MODEL_NAME')
  }
  const { max_model_len, loaded_context_length, context_length } = listed ?? {}
  const told = max_model_len ?? loaded_context_length ?? context_length
  const { contextTokens, slots } = await askLlamaCpp(server, signal)
  const names = list?.data.flatMap(({ id, aliases }) => [id, ...aliases]) ?? []
  return { name, contextTokens: told ?? contextTokens ?? USUAL_CONTEXT, slots, listed: names }
}

const listModels = async (server: OpenAiServer, signal?: AbortSignal) =>
  listSchema.parse(await server.get('models', signal))

/** Not every server lists its models; one that refuses the key or can't be reached is another matter. */
const toleratesNoList = (error: unknown): undefined => {
  const none = error instanceof ServerRefusal && error.status !== 401 && error.status !== 403
  if (none || error instanceof z.ZodError || error instanceof SyntaxError) return undefined
  throw error
}

/**
 * By default all its slots draw on one context, which it tells as that of each: when all are at work, a
 * slot has its share of it.
 */
const askLlamaCpp = async (
  server: OpenAiServer,
  signal?: AbortSignal,
): Promise<Partial<Pick<Served, 'contextTokens' | 'slots'>>> => {
  const props = propsSchema.safeParse(await server.get('../props', signal).catch(() => undefined))
  const { default_generation_settings: { n_ctx } = {}, total_slots: slots } = props.data ?? {}
  if (n_ctx === undefined) return { slots }
  return { contextTokens: Math.floor(n_ctx / (slots ?? 1)), slots }
}
