/** The part of WebSocket that the client uses; the browser's, Node's and the `ws` package's all have it. */
type Socket = {
  send(data: string): void
  close(code?: number): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: SocketClosed) => void): void
}

export type SocketClosed = { readonly code: number; readonly reason: string }

export type SocketConstructor = new (url: string) => Socket

/** Frames as they arrive, in order; ends with how the socket was closed. */
export type Connection = {
  send(frame: object): void
  /** The next frame, or the end. */
  next(): Promise<{ readonly frame: unknown } | { readonly closed: SocketClosed }>
  close(): void
}

/** Opens a socket; what is sent before it is open is sent then. */
export const connect = (Constructor: SocketConstructor, url: string): Connection => {
  const socket = new Constructor(url)
  const arrived: unknown[] = []
  const unsent: string[] = []
  let open = false
  let closed: SocketClosed | undefined
  let wake = (): void => undefined
  socket.addEventListener('open', () => {
    open = true
    for (const text of unsent.splice(0)) socket.send(text)
  })
  socket.addEventListener('message', ({ data }) => {
    arrived.push(JSON.parse(String(data)))
    wake()
  })
  socket.addEventListener('close', (event) => {
    closed = event
    wake()
  })
  // A failed connection is also closed: that is where it is dealt with.
  socket.addEventListener('error', () => undefined)
  return {
    send: (frame) => {
      if (open) socket.send(JSON.stringify(frame))
      else unsent.push(JSON.stringify(frame))
    },
    next: async () => {
      for (;;) {
        if (arrived.length > 0) return { frame: arrived.shift() }
        if (closed !== undefined) return { closed }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    close: () => socket.close(1000),
  }
}
