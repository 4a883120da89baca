/** One socket to the service that is opened anew whenever it is lost. */

/**
 * @typedef {{ readonly kind: 'connecting' | 'open' }
 *   | { readonly kind: 'lost', readonly retryAt: number }
 *   | { readonly kind: 'refused', readonly code: number, readonly reason: string }} SocketState
 *
 * @typedef {object} SocketOptions
 * @property {() => string} url
 * @property {() => void} onOpen
 * @property {(frame: any) => void} onFrame
 * @property {(state: SocketState) => void} onState
 * @property {() => boolean} isWaiting whether frames are due, so that silence is worth a question
 *
 * @typedef {object} ServiceSocket
 * @property {(frame: object) => boolean} send false where there is no connection
 * @property {() => void} connect now, whatever it was waiting for
 */

// Before the first retry and at most, in milliseconds.
const FIRST_RETRY = 400
const LAST_RETRY = 8_000
// A connection that answers nothing for two of these, a ping included, is taken for lost.
const QUIET = 10_000

/**
 * @param {SocketOptions} options
 * @returns {ServiceSocket}
 */
export const openSocket = ({ url, onOpen, onFrame, onState, isWaiting }) => {
  /** @type {WebSocket | undefined} */
  let socket
  let failures = 0
  let retry = 0
  let heard = Date.now()

  const connect = () => {
    clearTimeout(retry)
    drop()
    onState({ kind: 'connecting' })
    const own = new WebSocket(url())
    socket = own
    own.addEventListener('open', () => {
      if (socket !== own) return
      heard = Date.now()
      onState({ kind: 'open' })
      onOpen()
    })
    own.addEventListener('message', ({ data }) => {
      if (socket !== own) return
      heard = Date.now()
      failures = 0
      onFrame(JSON.parse(data))
    })
    own.addEventListener('close', ({ code, reason }) => {
      if (socket === own) lost(code, reason)
    })
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  const lost = (code, reason) => {
    drop()
    if (code === 1008) {
      onState({ kind: 'refused', code, reason })
      return
    }
    const wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** failures)
    failures += 1
    retry = setTimeout(connect, wait)
    onState({ kind: 'lost', retryAt: Date.now() + wait })
  }

  const drop = () => {
    const old = socket
    socket = undefined
    old?.close()
  }

  const send = (/** @type {object} */ frame) => {
    if (socket?.readyState !== WebSocket.OPEN) return false
    socket.send(JSON.stringify(frame))
    return true
  }

  setInterval(() => {
    if (socket?.readyState !== WebSocket.OPEN || !isWaiting()) return
    const quiet = Date.now() - heard
    if (quiet > 2 * QUIET) lost(1006, 'nothing was heard')
    else if (quiet > QUIET) send({ type: 'ping' })
  }, QUIET / 2)

  const connectIfLost = () => {
    if (socket === undefined && document.visibilityState === 'visible') connect()
  }
  window.addEventListener('online', connectIfLost)
  document.addEventListener('visibilitychange', connectIfLost)

  connect()
  return { send, connect }
}
