import type { NetworkRow } from './reward-network.ts'

/** Raw heads of one row of T tokens, all logits. */
export type ReaderOutput = {
  readonly answers: number
  readonly right: number
  readonly asks: number
  /** [T] */
  readonly where: Float32Array
}

/** One encoder pass a row; rows of concurrent callers share batches. Throws ABORTED, OVERLOADED. */
export type ReaderNetwork = {
  readonly id: string
  run(rows: readonly NetworkRow[], signal?: AbortSignal): Promise<readonly ReaderOutput[]>
}
