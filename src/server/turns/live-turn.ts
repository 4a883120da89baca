import type { TurnFrame } from '../../spec/turn-event.ts'

type Place = { readonly dialogueId: string; readonly turnId: string }

/**
 * A turn that is being answered. Any number of callers follow it, each at its own pace, since frames
 * are kept until the turn is over. When the last follower leaves, the turn is stopped: nobody waits.
 */
export class LiveTurn {
  readonly place: Place
  readonly #controller = new AbortController()
  readonly #frames: TurnFrame[] = []
  readonly #waiting = new Set<() => void>()
  #holders = 0
  #ended = false

  constructor(place: Place) {
    this.place = place
  }

  /** Fires when the turn is to stop; its reason is a message for people. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  stop(message: string): void {
    this.#controller.abort(message)
  }

  push(frame: TurnFrame): void {
    this.#frames.push(frame)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** Keeps the turn going until the returned function is called, which has to happen once. */
  hold(): () => void {
    this.#holders += 1
    return () => {
      this.#holders -= 1
      if (this.#holders === 0 && !this.#ended) this.stop('The caller left.')
    }
  }

  /** Frames with `seq > lastSeq` until the turn is over, or until the follower's own signal. */
  async *follow(lastSeq: number, signal?: AbortSignal): AsyncGenerator<TurnFrame> {
    const release = this.hold()
    try {
      for (let next = 0; signal?.aborted !== true;) {
        const frame = this.#frames[next]
        if (frame !== undefined) {
          next += 1
          if (frame.seq > lastSeq) yield frame
        } else if (this.#ended) return
        else await this.#news(signal)
      }
    } finally {
      release()
    }
  }

  #news(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.add(done)
      signal?.addEventListener('abort', done)
    })
  }

  #wake(): void {
    for (const done of this.#waiting) done()
  }
}
