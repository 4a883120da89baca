import { interceptors, type Agent } from 'undici'
import type { Fetch } from './json-api.ts'
import { unpausedRequest } from './unpaused-request.ts'

const REDIRECTS = 3

/** What services are called with: `fetch` over the connections of an agent. */
export const agentFetch = (agent: Agent): Fetch => {
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTS }))
  return async (url, init) => {
    const { statusCode, body } = await unpausedRequest(url, { ...init, dispatcher })
    return { ok: statusCode >= 200 && statusCode < 300, status: statusCode, body }
  }
}
