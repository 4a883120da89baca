import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import type { TurnFrame } from '../../src/spec/turn-event.ts'

/** A frame as a test looks at it: turn frames have all of these, others some. */
export type Received = Partial<TurnFrame> & {
  readonly type: string
  readonly dialogueId?: string
  readonly turnId?: string
  readonly seq?: number
  readonly text?: string
  readonly code?: string
  readonly epoch?: string
  readonly message?: string
}

export type ChatSocket = {
  readonly socket: WebSocket
  readonly frames: readonly Received[]
  send(frame: object | string): void
  /** Resolves with the first frame not yet waited for that is of one of the types. */
  wait(...types: string[]): Promise<Received>
  closed(): Promise<number>
}

export const listenOnLoopback = async (app: FastifyInstance): Promise<string> =>
  app.listen({ host: '127.0.0.1', port: 0 })

export const openChat = async (url: string, options: object = {}): Promise<ChatSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/chat`, options)
  const frames: Received[] = []
  let next = 0
  let wake = (): void => undefined
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString('utf8')) as Received)
    wake()
  })
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  return {
    socket,
    frames,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    wait: async (...types) => {
      for (;;) {
        for (; next < frames.length; next += 1) {
          const frame = frames[next]
          if (frame !== undefined && types.includes(frame.type)) {
            next += 1
            return frame
          }
        }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    closed: () => closed,
  }
}
