import { AppError, throwIfAborted } from '../../spec/errors.ts'

/*
 * Design. There is no timer: while one batch runs, the next one fills, so a lone caller never waits
 * for company. A batch takes entries in the order in which they came, as long as their keys are equal
 * and the padded size, longest * (n + 1), stays within the budget. What is full refuses at once.
 */

export type BatchQueueOptions<Row, Output> = {
  /** Padded tokens of a batch: its longest row times its rows. */
  readonly budget: number
  /** Tokens that may wait. A group that comes while nothing waits is admitted whatever its size. */
  readonly capacity: number
  /** Gives one output for each row, in the same order. */
  readonly run: (rows: readonly Row[]) => Promise<readonly Output[]>
  readonly lengthOf: (row: Row) => number
  /** Only rows with equal keys share a batch. */
  readonly keyOf?: (row: Row) => string
}

type Entry<Row, Output> = {
  readonly row: Row
  readonly length: number
  readonly key: string
  readonly signal: AbortSignal | undefined
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

export class BatchQueue<Row, Output> {
  readonly #options: BatchQueueOptions<Row, Output>
  readonly #waiting: Entry<Row, Output>[] = []
  #waitingTokens = 0
  #running = false

  constructor(options: BatchQueueOptions<Row, Output>) {
    this.#options = options
  }

  /**
   * Outputs in the order of the rows. All rows are admitted, or none. Throws OVERLOADED where too much
   * waits, PAYLOAD_TOO_LARGE for a row that no batch could hold, and ABORTED.
   */
  async run(rows: readonly Row[], signal?: AbortSignal): Promise<readonly Output[]> {
    throwIfAborted(signal)
    const lengths = rows.map(this.#options.lengthOf)
    this.#admit(lengths)
    const outputs = rows.map((row, i) => this.#enqueue(row, lengths[i] ?? 0, signal))
    const all = Promise.all(outputs)
    void this.#work()
    return signal ? await untilAborted(all, signal) : await all
  }

  #admit(lengths: readonly number[]): void {
    const { budget, capacity } = this.#options
    const longest = Math.max(0, ...lengths)
    if (longest > budget) {
      const message = `A row of ${longest} tokens is over the limit of ${budget}.`
      throw new AppError('PAYLOAD_TOO_LARGE', message)
    }
    const tokens = lengths.reduce((sum, length) => sum + length, 0)
    if (this.#waiting.length > 0 && this.#waitingTokens + tokens > capacity) {
      const message = `${this.#waitingTokens} tokens wait already, of ${capacity} that may.`
      throw new AppError('OVERLOADED', message)
    }
  }

  #enqueue(row: Row, length: number, signal: AbortSignal | undefined): Promise<Output> {
    const key = this.#options.keyOf?.(row) ?? ''
    this.#waitingTokens += length
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, length, key, signal, resolve, reject })
    })
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        const outputs = await this.#options.run(batch.map(({ row }) => row))
        for (const [i, { resolve, reject }] of batch.entries()) {
          const output = outputs[i]
          if (output === undefined) reject(new Error('a row without an output: this is a bug'))
          else resolve(output)
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#running = false
  }

  /** The next batch, from the front; callers who left are dropped. Empty where nothing waits. */
  #take(): readonly Entry<Row, Output>[] {
    const batch: Entry<Row, Output>[] = []
    let longest = 0
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const gone = next.signal?.aborted === true
      const longer = Math.max(longest, next.length)
      const fits = longer * (batch.length + 1) <= this.#options.budget
      if (!gone && batch[0] !== undefined && (!fits || next.key !== batch[0].key)) break
      this.#waiting.shift()
      this.#waitingTokens -= next.length
      if (gone) next.reject(new AppError('ABORTED', 'The caller left.'))
      else {
        batch.push(next)
        longest = longer
      }
    }
    return batch
  }
}

/** The caller who leaves is told at once, though its rows may still be in the batch that runs. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = (): void =>
      reject(new AppError('ABORTED', 'The caller left.', { cause: signal.reason }))
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
