/** Tokens from the server of the embedding page: one is kept, and another fetched before it runs out. */

// Of its life, after which a token is replaced.
const SHARE = 0.8
const LEAST_MS = 5_000

/**
 * @param {string} url on the embedding page's own server; answers `{ token }`
 * @param {{ fetch?: typeof fetch, onToken: () => void, onFailure: (error: unknown) => void }} deps
 */
export const createTokenKeeper = (url, { fetch: call = fetch, onToken, onFailure }) => {
  /** @type {string | undefined} */
  let token
  let timer = 0
  const renew = async () => {
    clearTimeout(timer)
    try {
      const response = await call(url, { credentials: 'same-origin' })
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
      token = String((await response.json()).token)
      timer = setTimeout(renew, Math.max(LEAST_MS, SHARE * lifeOf(token)))
      onToken()
    } catch (error) {
      onFailure(error)
    }
  }
  return { get: () => token, renew, stop: () => clearTimeout(timer) }
}

/** Milliseconds until it runs out. @param {string} token */
const lifeOf = (token) => {
  const claims = token.split('.')[1] ?? ''
  const { exp = 0 } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')))
  return exp * 1_000 - Date.now()
}
