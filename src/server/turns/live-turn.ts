import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Reader, TurnPlace } from './turn.ts'

/**
 * A turn that is being answered. Any number of readers follow it, each at its own pace, since frames are
 * kept until the turn is over. When the last one leaves, the turn is stopped: at once, or after the grace
 * time where one of them may come back.
 */
export class LiveTurn {
  readonly place: TurnPlace
  readonly #graceMs: number
  readonly #controller = new AbortController()
  readonly #frames: TurnFrame[] = []
  readonly #waiting = new Set<() => void>()
  #holders = 0
  #ended = false
  /** Until when a reader may come back, on the clock of `performance.now()`. */
  #graceUntil = 0
  #graceTimer: NodeJS.Timeout | undefined

  constructor(place: TurnPlace, graceMs = 0) {
    this.place = place
    this.#graceMs = graceMs
  }

  /** Fires when the turn is to stop; its reason is a message for people. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Whether nobody reads it, while someone may come back. */
  get isOrphan(): boolean {
    return this.#graceTimer !== undefined
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
    this.#endGrace()
    this.#wake()
  }

  /** Keeps the turn going until the returned function is called, which has to happen once. */
  hold({ returns = false }: Pick<Reader, 'returns'> = {}): () => void {
    this.#holders += 1
    this.#endGrace()
    return () => {
      this.#holders -= 1
      if (returns) this.#graceUntil = performance.now() + this.#graceMs
      if (this.#holders === 0 && !this.#ended) this.#leaveAlone()
    }
  }

  /** Frames with `seq > lastSeq` until the turn is over, or until the reader's own signal. */
  async *follow(lastSeq: number, { signal, returns }: Reader = {}): AsyncGenerator<TurnFrame> {
    const release = this.hold({ returns })
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

  #leaveAlone(): void {
    const left = this.#graceUntil - performance.now()
    if (left <= 0) {
      this.stop('The caller left.')
      return
    }
    this.#graceTimer = setTimeout(() => this.stop('The caller left and did not come back.'), left)
    this.#graceTimer.unref()
  }

  #endGrace(): void {
    clearTimeout(this.#graceTimer)
    this.#graceTimer = undefined
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
