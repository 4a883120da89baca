import { z } from 'zod'
import { ServerRefusal, type OpenAiServer } from './openai-server.ts'

export type Served = { readonly name: string; readonly contextTokens: number }

/** What servers that tell nothing can be trusted to hold. */
const USUAL_CONTEXT = 4_096

const size = z.number().int().positive().optional().catch(undefined)
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      /** vLLM, OpenRouter, LM Studio. */
      max_model_len: size,
      context_length: size,
      loaded_context_length: size,
    }),
  ),
})
/** llama.cpp, beside the protocol. */
const propsSchema = z.object({ default_generation_settings: z.object({ n_ctx: size }) })

/**
 * The model that is asked: the one that is wanted, or the first that the server lists. Throws where
 * none is wanted and none is listed.
 */
export const findServed = async (
  server: OpenAiServer,
  wanted: string | undefined,
): Promise<Served> => {
  const list = await listModels(server).catch(toleratesNoList)
  const listed = list?.data.find(({ id }) => wanted === undefined || id === wanted)
  const name = wanted ?? listed?.id
  if (name === undefined) {
    throw new Error('it lists no model: name one in DUNNOCK_LANGUAGE_MODEL_NAME')
  }
  const { max_model_len, loaded_context_length, context_length } = listed ?? {}
  const told = max_model_len ?? loaded_context_length ?? context_length
  return { name, contextTokens: told ?? (await contextOfLlamaCpp(server)) ?? USUAL_CONTEXT }
}

const listModels = async (server: OpenAiServer) => listSchema.parse(await server.get('models'))

/** Not every server lists its models; one that refuses the key or can't be reached is another matter. */
const toleratesNoList = (error: unknown): undefined => {
  const none = error instanceof ServerRefusal && error.status !== 401 && error.status !== 403
  if (none || error instanceof z.ZodError || error instanceof SyntaxError) return undefined
  throw error
}

const contextOfLlamaCpp = async (server: OpenAiServer): Promise<number | undefined> => {
  const props: unknown = await server.get('../props').catch(() => undefined)
  return propsSchema.safeParse(props).data?.default_generation_settings.n_ctx
}
