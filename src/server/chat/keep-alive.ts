import type { WebSocket } from 'ws'

/** Pings the client, and cuts it off where a whole interval passes without its pong. */
export const keepAlive = (socket: WebSocket, intervalMs: number): void => {
  let alive = true
  socket.on('pong', () => {
    alive = true
  })
  const timer = setInterval(() => {
    if (!alive) {
      socket.terminate()
      return
    }
    alive = false
    socket.ping()
  }, intervalMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
