import type { AppError } from '../../spec/errors.ts'
import type { LanguageModel, Prompt } from '../../spec/language-model.ts'
import { findServed } from './find-served.ts'
import { probeDialect } from './dialect.ts'
import { countTokens, drawSamples } from './draw-samples.ts'
import { explainFailure, type Asked } from './explain-failure.ts'
import { renderMessages } from './prompts.ts'
import { openAiServer, type OpenAiServerOptions } from './server.ts'

export type ServedModelOptions = OpenAiServerOptions & {
  /** As the server calls it; left out: the first that it lists. */
  readonly name?: string
  /** Tokens of one prompt and its sample; left out: what the server says. */
  readonly contextTokens?: number
  /** Says who replies and how, in place of our own words for it. */
  readonly opening?: string
  /** For the thoughts of a model that thinks before it replies. */
  readonly thoughtTokens?: number
  /** Told where another model answers than the one that was named. */
  readonly onOtherModel?: (message: string) => void
  /** Ends the opening, which waits for a server that loads its model. */
  readonly signal?: AbortSignal
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
export const openServedModel = async (options: ServedModelOptions): Promise<OpenAiModel> => {
  const { name, opening, thoughtTokens = 1_024, signal } = options
  const server = openAiServer(options)
  const { origin, pathname, host } = new URL(options.url)
  const asked: Asked = { url: `${origin}${pathname}` }
  try {
    const served = await findServed(server, name, signal)
    const whom = { ...asked, model: served.name }
    const probed = await probeDialect(server, served.name, signal).catch((error: unknown) => {
      throw explainFailure(error, whom, signal)
    })
    const other = otherModel(name, served.listed, probed.answeredBy)
    if (other !== undefined) options.onOtherModel?.(other)
    const dialect = { ...probed, most: Math.min(probed.most, served.slots ?? probed.most) }
    let failure: string | undefined
    const failed = (error: unknown, left?: AbortSignal): AppError => {
      const explained = explainFailure(error, whom, left)
      if (explained.code !== 'ABORTED') failure = explained.message
      return explained
    }
    const extras = served.slots === undefined ? {} : LLAMA_CPP
    const deps = { server, model: served.name, dialect, failed, opening, thoughtTokens, extras }
    return {
      // Where another one answers, replies say so.
      id: `${(other && probed.answeredBy) ?? served.name}@${host}`,
      contextTokens: (options.contextTokens ?? served.contextTokens) - frameTokens(opening),
      countTokens,
      async *sample(request) {
        const before = failure
        try {
          yield* drawSamples(deps, request)
          // What failed beside samples that came stays told.
          if (failure === before) failure = undefined
        } catch (error) {
          throw failed(error, request.signal)
        }
      },
      failure: () => failure,
      close: () => server.close(),
    }
  } catch (error) {
    await server.close()
    throw explainFailure(error, asked, signal)
  }
}

// Where a prompt is partly read from its cache, the same seed draws other samples.
const LLAMA_CPP = { cache_prompt: false }

/** Servers of one model answer whatever name they are asked by. A name that is listed, or answers, is right. */
const otherModel = (
  wanted: string | undefined,
  listed: readonly string[],
  answers: string | undefined,
): string | undefined =>
  wanted === undefined || answers === undefined || [...listed, answers].includes(wanted)
    ? undefined
    : `The server does not list ${wanted}: ${answers} answers. Correct DUNNOCK_LANGUAGE_MODEL_NAME.`

const ANY = { id: '', text: '', source: '' }

/** What every prompt holds besides the dialogue and the evidence. */
const frameTokens = (opening: string | undefined): number => {
  const prompts: readonly Prompt[] = [
    { dialogue: [], evidence: [ANY], writes: 'agent' },
    { dialogue: [], evidence: [], writes: 'search-query' },
  ]
  const frames = prompts.map((prompt) =>
    countTokens(renderMessages(prompt, opening)[0]?.content ?? ''),
  )
  return Math.max(...frames) + 32
}
