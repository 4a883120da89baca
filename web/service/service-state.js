/** How the service stands: its socket, and what it says of itself. */
import { socketUrl } from './connection.js'
import { isIndexing, watchReadiness } from './readiness.js'
import { openSocket } from './socket.js'

/** @import { Readiness } from './readiness.js' */
/** @import { ServiceSocket, SocketState } from './socket.js' */

/**
 * @param {object} actions
 * @param {() => void} actions.onChange
 * @param {() => void} actions.onOpen the socket has been opened, at first or anew
 * @param {(frame: any) => void} actions.onFrame
 * @param {() => void} actions.onUnauthorized
 * @param {(wasWaiting: boolean, isNews: boolean) => void} actions.onReady each time that it says so
 */
export const watchService = ({ onChange, onOpen, onFrame, onUnauthorized, onReady }) => {
  /** @type {Readiness} */
  let readiness = { kind: 'asking' }
  /** @type {SocketState} */
  let state = { kind: 'connecting' }
  /** @type {ServiceSocket | undefined} */
  let socket
  /** @type {{ look: () => Promise<void> } | undefined} */
  let health
  const begin = () => {
    socket = openSocket({
      url: socketUrl,
      onOpen,
      onFrame,
      onState: (now) => {
        state = now
        if (now.kind === 'refused' && now.reason.startsWith('UNAUTHORIZED')) onUnauthorized()
        // A service that is back has more to say than that.
        if (now.kind === 'open' && readiness.kind === 'gone') void health?.look()
        onChange()
      },
    })
    health = watchReadiness((now) => {
      const isNews = readiness.kind !== 'ready' || isIndexing(readiness.health)
      const wasWaiting = readiness.kind === 'loading' || readiness.kind === 'gone'
      readiness = now
      onChange()
      if (now.kind === 'ready') onReady(wasWaiting, isNews)
    })
  }
  return {
    readiness: () => readiness,
    socket: () => state,
    begin,
    /** @param {object} frame */
    send: (frame) => socket?.send(frame) === true,
    connect: () => {
      socket?.connect()
      void health?.look()
    },
  }
}
