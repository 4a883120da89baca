import { AppError } from '../../spec/errors.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Store } from '../../store/store.ts'
import type { LiveTurn } from './live-turn.ts'

type ResumeOptions = {
  readonly dialogueId: string
  readonly lastSeq: number
  readonly signal: AbortSignal | undefined
}

// Frames read at a time, so that a long dialogue and a slow reader cost little memory.
const BATCH = 200

/** Every kept frame with `seq > lastSeq`, then what the running turn still has to say; each once, in order. */
export async function* resumeFrames(
  store: Store,
  findLive: () => LiveTurn | undefined,
  { dialogueId, lastSeq, signal }: ResumeOptions,
): AsyncGenerator<TurnFrame> {
  // Held while the store is read: the turn's other follower may be the one that this takes over from.
  const live = findLive()
  const release = live?.hold({ returns: true })
  try {
    let last = lastSeq
    for (let more = true; more;) {
      const frames = await store.framesAfter(dialogueId, last, BATCH)
      more = frames.length === BATCH
      for (const frame of frames) {
        if (signal?.aborted === true) return
        yield frame
        last = frame.seq
      }
    }
    if (live !== undefined) yield* live.follow(last, { signal, returns: true })
    else if (last === lastSeq) await requireDialogue(store, dialogueId)
  } finally {
    release?.()
  }
}

const requireDialogue = async (store: Store, id: string): Promise<void> => {
  if ((await store.getDialogue(id)) !== undefined) return
  throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
}
