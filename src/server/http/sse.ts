import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { TurnFrame } from '../../spec/turn-event.ts'

const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies that collect an answer before they pass it on are asked not to.
  'x-accel-buffering': 'no',
} as const

/** JSON has no raw line breaks, so one data line holds any frame. */
export const encodeSse = (frame: TurnFrame): string =>
  `event: ${frame.type}\nid: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`

/** Items as server-sent events, with a comment where `quietMs` pass without one, and `end` last. */
async function* streamSse<T>(
  items: AsyncGenerator<T>,
  quietMs: number,
  encode: (item: T) => string,
  end?: string,
): AsyncGenerator<string> {
  try {
    for (let next = items.next(); ;) {
      const first = await raceWithQuiet(next, quietMs)
      if (first === 'quiet') yield ': still here\n\n'
      else if (first.done === true) break
      else {
        yield encode(first.value)
        next = items.next()
      }
    }
    if (end !== undefined) yield end
  } finally {
    await items.return(undefined)
  }
}

/** Items as the answer to a call. */
export const sendSse = <T>(
  reply: FastifyReply,
  items: AsyncGenerator<T>,
  how: {
    readonly quietMs: number
    readonly encode: (item: T) => string
    readonly end?: string
  },
): FastifyReply =>
  reply.headers(SSE_HEADERS).send(Readable.from(streamSse(items, how.quietMs, how.encode, how.end)))

const raceWithQuiet = async <T>(next: Promise<T>, quietMs: number): Promise<T | 'quiet'> => {
  const timer = new AbortController()
  const quiet = wait(quietMs, 'quiet' as const, { signal: timer.signal, ref: false })
  try {
    return await Promise.race([next, quiet])
  } finally {
    timer.abort()
    quiet.catch(() => undefined)
  }
}
