import type { CacheShape, KeyValues } from './key-values.ts'

// Room for new tokens is added in steps: empty places cost time in every step.
const LEAST_CAPACITY = 32

/**
 * The samples' own keys and values, written in place: for each layer float32 [rows, heads, capacity,
 * size], of which the first `used` places of each row are filled.
 */
export class SuffixCache {
  readonly #shape: CacheShape
  readonly #limit: number
  #rows: number
  #capacity: number
  #used = 0
  #keys: readonly Float32Array[]
  #values: readonly Float32Array[]

  /** `limit`: the most tokens that will be appended. */
  constructor(shape: CacheShape, rows: number, limit: number) {
    this.#shape = shape
    this.#limit = limit
    this.#rows = rows
    this.#capacity = Math.min(LEAST_CAPACITY, limit)
    this.#keys = this.#empty()
    this.#values = this.#empty()
  }

  get rows(): number {
    return this.#rows
  }

  get used(): number {
    return this.#used
  }

  get capacity(): number {
    return this.#capacity
  }

  get keys(): readonly Float32Array[] {
    return this.#keys
  }

  get values(): readonly Float32Array[] {
    return this.#values
  }

  /** One token for each row: for each layer float32 [rows, heads, 1, size]. */
  append({ keys, values }: Pick<KeyValues, 'keys' | 'values'>): void {
    if (this.#used === this.#capacity) this.#resize(everyRow(this.#rows), this.#capacity * 2)
    this.#write(this.#keys, keys)
    this.#write(this.#values, values)
    this.#used += 1
  }

  /** Keeps these rows, in this order. */
  keep(rows: readonly number[]): void {
    this.#resize(rows, this.#capacity)
  }

  #write(target: readonly Float32Array[], source: readonly Float32Array[]): void {
    const { size } = this.#shape
    for (const [layer, to] of target.entries()) {
      const from = source[layer]
      if (from === undefined) throw new Error('a layer without keys: this is a bug')
      for (let block = 0; block < this.#blocks; block += 1) {
        const place = (block * this.#capacity + this.#used) * size
        to.set(from.subarray(block * size, (block + 1) * size), place)
      }
    }
  }

  #resize(rows: readonly number[], capacity: number): void {
    const [oldKeys, oldValues, oldCapacity] = [this.#keys, this.#values, this.#capacity]
    this.#rows = rows.length
    this.#capacity = Math.min(capacity, this.#limit)
    if (this.#used > this.#capacity) throw new Error('more tokens than room: this is a bug')
    this.#keys = this.#move(rows, oldKeys, oldCapacity)
    this.#values = this.#move(rows, oldValues, oldCapacity)
  }

  #move(
    rows: readonly number[],
    from: readonly Float32Array[],
    oldCapacity: number,
  ): readonly Float32Array[] {
    const { heads, size } = this.#shape
    const target = this.#empty()
    for (const [layer, to] of target.entries()) {
      for (const [row, oldRow] of rows.entries()) {
        for (let head = 0; head < heads; head += 1) {
          const start = (oldRow * heads + head) * oldCapacity * size
          const filled = from[layer]?.subarray(start, start + this.#used * size)
          if (filled) to.set(filled, (row * heads + head) * this.#capacity * size)
        }
      }
    }
    return target
  }

  get #blocks(): number {
    return this.#rows * this.#shape.heads
  }

  #empty(): readonly Float32Array[] {
    const length = this.#blocks * this.#capacity * this.#shape.size
    return Array.from({ length: this.#shape.layers }, () => new Float32Array(length))
  }
}

const everyRow = (rows: number): readonly number[] => Array.from({ length: rows }, (_, i) => i)
