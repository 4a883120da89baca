import { joinKeyValues, type CacheShape, type KeyValues } from './key-values.ts'
import type { ReadSegment } from './prefix-cache.ts'

/**
 * Segments joined as a session reads them. The dialogue that was joined last is kept: the prompts of a turn's
 * query and replies begin with it, and mostly those of the next turn.
 */
export class JoinedPrefixes {
  readonly #shape: CacheShape
  #kept: readonly ReadSegment[] = []
  #joined: KeyValues | undefined

  constructor(shape: CacheShape) {
    this.#shape = shape
  }

  /** For what many prompts begin with. */
  keep(segments: readonly ReadSegment[]): KeyValues {
    const joined = this.join(segments)
    this.#kept = [...segments]
    this.#joined = joined
    return joined
  }

  join(segments: readonly ReadSegment[]): KeyValues {
    const begins = this.#joined && this.#kept.every((one, i) => one === segments[i])
    if (!this.#joined || !begins)
      return joinKeyValues(
        this.#shape,
        segments.map(({ keyValues }) => keyValues),
      )
    const rest = segments.slice(this.#kept.length)
    if (rest.length === 0) return this.#joined
    return joinKeyValues(this.#shape, [this.#joined, ...rest.map(({ keyValues }) => keyValues)])
  }
}
