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
 * @property {number} [beatMs] between two questions whether the service still answers
 *
 * @typedef {object} ServiceSocket
 * @property {(frame: object) => boolean} send false where there is no connection
 * @property {() => void} connect now, whatever it was waiting for
 * @property {() => void} close for good
 */

// Before the first retry and at most, in milliseconds.
const FIRST_RETRY = 400
const LAST_RETRY = 8_000
const BEAT = 4_000
// A service that is killed says so; one that is frozen says nothing for so many beats.
const SILENT_BEATS = 2

/**
 * @param {SocketOptions} options
 * @returns {ServiceSocket}
 */
export const openSocket = ({ url, onOpen, onFrame, onState, beatMs = BEAT }) => {
  /** @type {WebSocket | undefined} */
  let socket
  let failures = 0
  let retry = 0
  let heard = Date.now()
  let isClosed = false

  const connect = () => {
    clearTimeout(retry)
    drop()
    onState({ kind: 'connecting' })
    const own = new WebSocket(url())
    socket = own
    // It has to open within the same time in which it has to answer.
    heard = Date.now()
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

  const beat = () => {
    if (socket === undefined) return
    const quiet = Date.now() - heard
    if (quiet > (SILENT_BEATS + 0.5) * beatMs) lost(1006, 'nothing was heard')
    else if (quiet > 0.5 * beatMs) send({ type: 'ping' })
  }
  const beating = setInterval(beat, beatMs)

  const look = () => {
    if (isClosed || document.visibilityState !== 'visible') return
    if (socket === undefined) connect()
    else {
      // Timers of a hidden page sleep: silence is counted from now on.
      heard = Date.now()
      send({ type: 'ping' })
    }
  }
  window.addEventListener('online', look)
  document.addEventListener('visibilitychange', look)

  connect()
  return {
    send,
    connect,
    close: () => {
      isClosed = true
      clearInterval(beating)
      clearTimeout(retry)
      drop()
    },
  }
}
