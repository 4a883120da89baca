// Until the first of a kind has ended.
const FIRST_GUESS_MS = 5_000
// Of a new duration in the mean: what came a dozen ago counts for little.
const WEIGHT = 0.2

/** How long work of each kind takes of late, in milliseconds for a cost of 1. */
export class Durations {
  readonly #means = new Map<string, number>()

  mean(kind: string): number {
    return this.#means.get(kind) ?? FIRST_GUESS_MS
  }

  add(kind: string, ms: number): void {
    const mean = this.#means.get(kind)
    this.#means.set(kind, mean === undefined ? ms : mean + WEIGHT * (ms - mean))
  }
}
