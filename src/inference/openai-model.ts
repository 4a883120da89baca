import type { LanguageModel } from '../spec/language-model.ts'
import { findServed } from './openai-catalogue.ts'
import { probeDialect } from './openai-dialect.ts'
import { countTokens, drawSamples } from './openai-draw.ts'
import { explainFailure, type Asked } from './openai-failure.ts'
import { renderMessages } from './openai-prompts.ts'
import { openAiServer, type OpenAiServerOptions } from './openai-server.ts'

export type OpenAiModelOptions = OpenAiServerOptions & {
  /** As the server calls it; left out: the first that it lists. */
  readonly name?: string
  /** Tokens that the server holds, prompt and sample together; left out: what it says. */
  readonly contextTokens?: number
}

export type OpenAiModel = LanguageModel & {
  /** Why the last call failed; undefined where it did not. */
  failure(): string | undefined
  close(): Promise<void>
}

/**
 * A language model behind OpenAI's protocol. What the server takes is found out here, once, by a small
 * call. Throws LANGUAGE_MODEL_FAILED with what to do.
 */
export const openOpenAiModel = async (options: OpenAiModelOptions): Promise<OpenAiModel> => {
  const server = openAiServer(options)
  const { origin, pathname, host } = new URL(options.url)
  const asked: Asked = { url: `${origin}${pathname}` }
  try {
    const served = await findServed(server, options.name)
    const whom = { ...asked, model: served.name }
    const dialect = await probeDialect(server, served.name).catch((error: unknown) => {
      throw explainFailure(error, whom)
    })
    let failure: string | undefined
    return {
      id: `${served.name}@${host}`,
      contextTokens: (options.contextTokens ?? served.contextTokens) - frameTokens(),
      countTokens,
      async *sample(request) {
        try {
          yield* drawSamples({ server, model: served.name, dialect }, request)
          failure = undefined
        } catch (error) {
          const explained = explainFailure(error, whom, request.signal)
          if (explained.code !== 'ABORTED') failure = explained.message
          throw explained
        }
      },
      failure: () => failure,
      close: () => server.close(),
    }
  } catch (error) {
    await server.close()
    throw explainFailure(error, asked)
  }
}

/** What every prompt holds besides the dialogue and the evidence. */
const frameTokens = (): number =>
  Math.max(
    ...(['agent', 'search-query'] as const).map((writes) =>
      countTokens(renderMessages({ dialogue: [], evidence: [], writes })[0]?.content ?? ''),
    ),
  ) + 32
