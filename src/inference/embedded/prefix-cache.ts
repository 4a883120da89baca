import { bytesOf, type CacheShape, type KeptKeyValues } from './key-values.ts'
import type { Scores } from './sample-token.ts'

/** A stretch of a prompt that has been read: what later tokens need of it. */
export type ReadSegment = {
  readonly id: number
  /** Tokens of the prompt up to its end. */
  readonly end: number
  readonly keyValues: KeptKeyValues
  /** After its last token. */
  readonly scores: Scores
}

/**
 * The segments read last, by what they are and what comes before them, so that prompts of one dialogue
 * share what they have in common. The least recently used ones go when the budget is spent; who still
 * holds a segment keeps it.
 */
export class PrefixCache {
  readonly #budget: number
  readonly #shape: CacheShape
  readonly #segments = new Map<string, ReadSegment>()
  readonly #keys = new Map<number, string>()
  #bytes = 0
  #nextId = 1

  /** `budget` in bytes. */
  constructor(shape: CacheShape, budget: number) {
    this.#shape = shape
    this.#budget = budget
  }

  get bytes(): number {
    return this.#bytes
  }

  get(before: ReadSegment | undefined, ids: readonly number[]): ReadSegment | undefined {
    return this.#segments.get(keyOf(before, ids))
  }

  put(
    before: ReadSegment | undefined,
    ids: readonly number[],
    read: Pick<ReadSegment, 'keyValues' | 'scores'>,
  ): ReadSegment {
    const key = keyOf(before, ids)
    // Another generation may have read the same in the meantime.
    const known = this.#segments.get(key)
    if (known !== undefined) return known
    const segment = { id: this.#nextId++, end: (before?.end ?? 0) + ids.length, ...read }
    this.#segments.set(key, segment)
    this.#keys.set(segment.id, key)
    this.#bytes += bytesOf(this.#shape, segment.keyValues.tokens)
    return segment
  }

  /** Marks the segments of a prompt as used, the first one last, since the others are found through it. */
  touch(chain: readonly ReadSegment[]): void {
    for (const segment of chain.toReversed()) {
      const key = this.#keys.get(segment.id)
      if (key === undefined) continue
      this.#segments.delete(key)
      this.#segments.set(key, segment)
    }
    this.#evict()
  }

  #evict(): void {
    for (const [key, segment] of this.#segments) {
      if (this.#bytes <= this.#budget) return
      this.#segments.delete(key)
      this.#keys.delete(segment.id)
      this.#bytes -= bytesOf(this.#shape, segment.keyValues.tokens)
    }
  }
}

const keyOf = (before: ReadSegment | undefined, ids: readonly number[]): string =>
  `${before?.id ?? 0}:${ids.join(' ')}`
