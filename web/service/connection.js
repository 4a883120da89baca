/** Where the service is, and the key that it is called with. The page's own place, unless it is told another. */

const KEY = 'dunnock-key'

let base = ''
/** @type {(() => string | undefined) | undefined} */
let givenKey

/**
 * For a page elsewhere, which has a token of its own.
 * @param {{ readonly base: string, readonly key: () => string | undefined }} connection
 */
export const connectTo = (connection) => {
  base = connection.base
  givenKey = connection.key
}

// For this tab only: it is gone when the tab is closed.
export const apiKey = {
  get: () => givenKey?.() ?? globalThis.sessionStorage?.getItem(KEY) ?? undefined,
  /** @param {string} key */
  set: (key) => sessionStorage.setItem(KEY, key),
}

/**
 * From the page's own place, since the service may be mounted under a path.
 * @param {string} path
 */
export const urlOf = (path) => new URL(path, base === '' ? document.baseURI : base)

/** @returns {string} with the key in it, since a browser sends no headers with a WebSocket */
export const socketUrl = () => {
  const url = urlOf('chat')
  url.protocol = url.protocol.replace('http', 'ws')
  url.hash = ''
  const key = apiKey.get()
  if (key !== undefined) url.searchParams.set('key', key)
  return url.href
}
