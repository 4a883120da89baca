import type { Sample, SampleSpec } from '../../spec/language-model.ts'
import { createRandom, type Random } from './random.ts'
import { sampleToken, type Scores } from './sample-token.ts'

export type SampleWriterOptions = {
  readonly maxTokens: number
  readonly stop: readonly string[]
  /** The id that ends a turn. */
  readonly endId: number
  readonly decode: (ids: readonly number[]) => string
}

/** A sample while it is written. What it draws depends on its scores and its seed alone. */
export class SampleWriter {
  readonly index: number
  readonly prompt: number
  readonly #spec: SampleSpec
  readonly #options: SampleWriterOptions
  readonly #random: Random
  readonly #ids: number[] = []
  readonly #written = new Set<number>()
  #logProbability = 0

  constructor(index: number, spec: SampleSpec, options: SampleWriterOptions) {
    this.index = index
    this.prompt = spec.prompt
    this.#spec = spec
    this.#options = options
    this.#random = createRandom(spec.seed)
  }

  get tokens(): number {
    return this.#ids.length
  }

  get lastId(): number {
    const id = this.#ids.at(-1)
    if (id === undefined) throw new Error('nothing is written yet: this is a bug')
    return id
  }

  /** Writes one token; the sample, where that finishes it. */
  write(scores: Scores): Sample | undefined {
    const { endId, maxTokens, stop, decode } = this.#options
    const choice = sampleToken(scores, this.#spec.sampling, this.#written, this.#random)
    this.#logProbability += choice.logProbability
    if (choice.id === endId) return this.#finish(decode(this.#ids), 'end')
    this.#ids.push(choice.id)
    this.#written.add(choice.id)
    const stopped = stop.length > 0 ? cutAtStop(decode(this.#ids), stop) : undefined
    if (stopped !== undefined) return this.#finish(stopped, 'end')
    if (this.#ids.length < maxTokens) return undefined
    // The last character may have lost some of its bytes to the limit.
    return this.#finish(decode(this.#ids).replace(/(?<!\uFFFD)\uFFFD+$/u, ''), 'length')
  }

  #finish(text: string, finish: Sample['finish']): Sample {
    const { index, tokens } = this
    return { index, text, tokens, logProbability: this.#logProbability, finish }
  }
}

/** The text up to the first stop text; undefined where it holds none. */
const cutAtStop = (text: string, stop: readonly string[]): string | undefined => {
  const places = stop.map((one) => text.indexOf(one)).filter((place) => place >= 0)
  return places.length === 0 ? undefined : text.slice(0, Math.min(...places))
}
