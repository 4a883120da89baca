import { AppError, isAppError } from '../../spec/errors.ts'
import { ServerRefusal } from './server.ts'

export type Asked = { readonly url: string; readonly model?: string }

const MAX_SAID = 300

/** What a failed call means, and what to do about it. */
export const explainFailure = (error: unknown, asked: Asked, signal?: AbortSignal): AppError => {
  if (signal?.aborted) return new AppError('ABORTED', 'The caller left.', { cause: error })
  if (isAppError(error)) return error
  const reason = error instanceof ServerRefusal ? ofRefusal(error, asked) : ofConnection(error)
  const message = `The language model server at ${asked.url} ${reason}`
  return new AppError('LANGUAGE_MODEL_FAILED', message, { cause: error })
}

const ofRefusal = ({ status, text }: ServerRefusal, { model }: Asked): string => {
  if (status === 401 || status === 403) {
    return `refused the key (${status}). Correct DUNNOCK_LANGUAGE_MODEL_KEY.`
  }
  const said = saidIn(text)
  if (status === 404) {
    const what = model === undefined ? 'that path' : `the model ${model} or that path`
    return `does not know ${what} (404${said}). Correct DUNNOCK_LANGUAGE_MODEL_NAME, or DUNNOCK_LANGUAGE_MODEL_URL, which mostly ends in /v1.`
  }
  if (status === 429) {
    return `takes no more calls for now (429${said}). Wait, ask less often, or raise its limits.`
  }
  return `answered with status ${status}${said}. Its own log may say more.`
}

/** What the server says of its error, on one line. */
const saidIn = (text: string): string => {
  const said = messageOf(text).replaceAll(/\s+/gu, ' ').trim()
  return said === '' ? '' : `: ${said.slice(0, MAX_SAID).toWellFormed()}`
}

const messageOf = (text: string): string => {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } | string }
    const message = typeof error === 'object' ? error.message : error
    return typeof message === 'string' ? message : text
  } catch {
    return text
  }
}

const ofConnection = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_HEADERS_TIMEOUT') {
    return `did not answer in time (${code}). See whether it is up, and not overloaded.`
  }
  if (code === 'UND_ERR_BODY_TIMEOUT') {
    return `fell silent in the middle of an answer. See whether it is overloaded.`
  }
  if (code?.startsWith('E')) {
    return `can't be reached (${code}). Start it, or correct DUNNOCK_LANGUAGE_MODEL_URL.`
  }
  const reason = error instanceof Error ? error.message : String(error)
  return `gave no answer that can be read (${reason.slice(0, MAX_SAID)}). See whether it speaks OpenAI's protocol, and its log.`
}
