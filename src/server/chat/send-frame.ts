import type { WebSocket } from 'ws'

// A reader that takes nothing for so long is gone, or might as well be.
const SEND_TIMEOUT_MS = 30_000

/**
 * Resolves when the system has taken the frame, so that a slow reader holds up its sender instead of
 * filling memory. A reader that has stopped reading is cut off.
 */
export const sendFrame = (socket: WebSocket, frame: object): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) {
      resolve()
      return
    }
    const timer = setTimeout(() => socket.terminate(), SEND_TIMEOUT_MS)
    socket.send(JSON.stringify(frame), () => {
      clearTimeout(timer)
      resolve()
    })
  })
