import { errors, type Agent, type Dispatcher } from 'undici'
import { AppError } from '../../spec/errors.ts'
import { unpausedRequest } from './unpaused-request.ts'
import { checkUrl, type UrlRules } from './url-guard.ts'

export type Answer = Dispatcher.ResponseData & { readonly url: URL }

/** Asks for a page; every address that it is sent on to is checked like the first. */
export const followRedirects = async (
  start: URL,
  options: {
    readonly agent: Agent
    readonly rules: UrlRules
    readonly redirects: number
    readonly headers: Readonly<Record<string, string>>
    readonly signal: AbortSignal
  },
): Promise<Answer> => {
  const { agent, rules, redirects, headers, signal } = options
  let url = start
  for (let hops = 0; hops <= redirects; hops += 1) {
    const answer = await ask(url, { dispatcher: agent, headers, signal })
    const { location } = answer.headers
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode)
    if (!isRedirect || typeof location !== 'string') return { ...answer, url }
    leaveUnread(answer)
    if (!URL.canParse(location, url.href))
      throw new AppError('FETCH_FAILED', 'It redirects nowhere.')
    url = checkUrl(new URL(location, url.href), rules)
  }
  throw new AppError('FETCH_FAILED', `It redirects more than ${redirects} times.`)
}

// A connection that was kept may be closed by the server just as it is used again.
const ask = async (
  url: URL,
  options: {
    readonly dispatcher: Agent
    readonly headers: Readonly<Record<string, string>>
    readonly signal: AbortSignal
  },
): Promise<Dispatcher.ResponseData> => {
  try {
    return await unpausedRequest(url, options)
  } catch (error) {
    if (!(error instanceof errors.SocketError)) throw error
    return await unpausedRequest(url, options)
  }
}

/** Ends the connection; a body that is destroyed reports that as an error to whoever listens. */
export const leaveUnread = ({ body }: Dispatcher.ResponseData): void => {
  body.on('error', () => undefined)
  body.destroy()
}

export const headerOf = ({ headers }: Answer, name: string): string => {
  const value = headers[name]
  return (Array.isArray(value) ? value.join(',') : value) ?? ''
}
