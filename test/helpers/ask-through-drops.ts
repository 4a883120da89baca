import { setTimeout as wait } from 'node:timers/promises'
import { openChat, type Received } from './chat-socket.ts'

/** When a line is cut: after so many frames of it, or so many milliseconds, whichever comes first. */
export type Drop = { readonly frames: number; readonly ms: number; readonly awayMs: number }

/** Asks over a socket whose line is cut again and again, and gives the frames that came of the turn. */
export const askThroughDrops = async (
  url: string,
  turn: { readonly text: string; readonly clientTurnId: string },
  drops: readonly Drop[],
): Promise<readonly Received[]> => {
  const seen: Received[] = []
  for (const drop of [...drops, undefined]) {
    const chat = await openChat(url)
    const last = seen.at(-1)
    chat.send(
      last === undefined
        ? { type: 'user-turn', ...turn }
        : { type: 'resume', dialogueId: last.dialogueId, lastSeq: last.seq },
    )
    const left = new AbortController()
    const late = wait(drop?.ms ?? 60_000, 'late' as const, { signal: left.signal })
    late.catch(() => undefined)
    for (let taken = 0; taken < (drop?.frames ?? Infinity); taken += 1) {
      const next = await Promise.race([chat.wait(...TYPES), late])
      if (next === 'late') break
      seen.push(next)
      if (next.type === 'turn-end' || next.type === 'error') break
    }
    left.abort()
    chat.socket.terminate()
    if (['turn-end', 'error'].includes(seen.at(-1)?.type ?? '')) break
    if (drop !== undefined) await wait(drop.awayMs)
  }
  return seen
}

const TYPES = ['turn-start', 'decision', 'candidate', 'score', 'reply-delta', 'turn-end', 'error']
