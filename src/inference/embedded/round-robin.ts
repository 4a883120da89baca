import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../spec/errors.ts'

type Turn<Item> = {
  readonly steps: AsyncGenerator<Item, void>
  readonly emit: (item: Item) => void
  readonly signal: AbortSignal
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs several generators step by step in turn, so that none waits for another to finish. Beyond
 * `limit` of them, later ones wait. A generator whose signal fires is left before its next step.
 */
export class TurnTaker<Item> {
  readonly #limit: number
  readonly #turns: Turn<Item>[] = []
  #running = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Resolves when the generator has ended. Throws ABORTED, and what the generator throws. */
  run(
    steps: AsyncGenerator<Item, void>,
    emit: (item: Item) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#turns.push({ steps, emit, signal, resolve, reject })
      void this.#work()
    })
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    while (this.#turns.length > 0) {
      for (const turn of this.#turns.slice(0, this.#limit)) {
        if (await advance(turn)) this.#turns.splice(this.#turns.indexOf(turn), 1)
        // Lets messages in: new calls and aborts.
        await setImmediate()
      }
      this.#dropAborted()
    }
    this.#running = false
  }

  /** Those who wait leave at once. */
  #dropAborted(): void {
    for (const turn of this.#turns.slice(this.#limit)) {
      if (!turn.signal.aborted) continue
      this.#turns.splice(this.#turns.indexOf(turn), 1)
      turn.reject(new AppError('ABORTED', 'The caller left.'))
    }
  }
}

/** One step; true where it was the last. */
const advance = async <Item>(turn: Turn<Item>): Promise<boolean> => {
  try {
    if (turn.signal.aborted) {
      await turn.steps.return()
      throw new AppError('ABORTED', 'The caller left.')
    }
    const next = await turn.steps.next()
    if (next.done) turn.resolve()
    else turn.emit(next.value)
    return next.done === true
  } catch (error) {
    turn.reject(error)
    return true
  }
}
