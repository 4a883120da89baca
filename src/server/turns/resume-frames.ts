import { AppError } from '../../spec/errors.ts'
import type { LooseFrame } from '../../spec/loose-frame.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Store } from '../../store/store.ts'
import type { LiveTurn } from './live-turn.ts'

export type FramesLost = Extract<LooseFrame, { type: 'resume' }>

export type ResumeOptions = {
  readonly dialogueId: string
  readonly lastSeq: number
  /** As the caller knows it. */
  readonly epoch?: string | undefined
  readonly signal?: AbortSignal
}

// Frames read at a time, so that a long dialogue and a slow reader cost little memory.
const BATCH = 200

/**
 * Every kept frame with `seq > lastSeq`, then what the running turn still has to say; each once, in order.
 * Where frames that the caller has seen were lost, that is told instead. Throws DIALOGUE_NOT_FOUND.
 */
export async function* resumeFrames(
  store: Store,
  findLive: () => LiveTurn | undefined,
  { dialogueId, lastSeq, epoch, signal }: ResumeOptions,
): AsyncGenerator<TurnFrame | FramesLost> {
  // Held while the store is read: the turn's other follower may be the one that this takes over from.
  const live = findLive()
  const release = live?.hold({ returns: true })
  try {
    const renewed = await findLoss(store, { dialogueId, lastSeq, epoch })
    if (renewed !== undefined) {
      yield { type: 'resume', dialogueId, epoch: renewed }
      return
    }
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
  } finally {
    release?.()
  }
}

/** The dialogue's epoch, where it is another than the caller's, or has to be. */
const findLoss = async (
  store: Store,
  { dialogueId, lastSeq, epoch }: Omit<ResumeOptions, 'signal'>,
): Promise<string | undefined> => {
  const head = await store.headOf(dialogueId)
  if (head === undefined) {
    throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${dialogueId}.`)
  }
  if (epoch !== undefined && epoch !== head.epoch) return head.epoch
  return lastSeq > head.lastSeq ? store.renewEpoch(dialogueId) : undefined
}
