import type { Sampling } from '../../spec/language-model.ts'
import type { Random } from './random.ts'

/** The likeliest tokens at one position, the best first, and the log of the sum over all of exp(logit). */
export type Scores = {
  readonly ids: readonly number[]
  readonly logits: Float32Array
  readonly logSumExp: number
}

export type Choice = {
  readonly id: number
  /** Of the token at temperature 1, before any control. */
  readonly logProbability: number
}

type Option = { readonly index: number; readonly logit: number }

/**
 * Draws one token: repetition penalty (Keskar et al. 2019, section 4.1), then temperature, min-p (Nguyen
 * et al. 2024) and top-p (Holtzman et al. 2020). At temperature 0, the best after the penalty.
 */
export const sampleToken = (
  scores: Scores,
  sampling: Sampling,
  written: ReadonlySet<number>,
  random: Random,
): Choice => {
  const options = penalize(scores, sampling.repetitionPenalty, written)
  const index = sampling.temperature === 0 ? bestOf(options) : draw(options, sampling, random)
  const id = scores.ids[index]
  const logit = scores.logits[index]
  if (id === undefined || logit === undefined) throw new Error('no token to choose: this is a bug')
  return { id, logProbability: logit - scores.logSumExp }
}

/** Best first. */
const penalize = (
  { ids, logits }: Scores,
  penalty: number,
  written: ReadonlySet<number>,
): readonly Option[] =>
  ids
    .map((id, index) => {
      const logit = logits[index] ?? -Infinity
      if (!written.has(id)) return { index, logit }
      return { index, logit: logit > 0 ? logit / penalty : logit * penalty }
    })
    .toSorted((a, b) => b.logit - a.logit || a.index - b.index)

const bestOf = (options: readonly Option[]): number => options[0]?.index ?? 0

const draw = (
  options: readonly Option[],
  { temperature, topP, minP }: Sampling,
  random: Random,
): number => {
  const best = options[0]?.logit ?? 0
  const weights = options.map(({ logit }) => Math.exp((logit - best) / temperature))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let kept = 0
  let sum = 0
  for (const weight of weights) {
    // The best always stays; its weight is 1.
    if (kept > 0 && (weight < minP || sum >= topP * total)) break
    sum += weight
    kept += 1
  }
  let left = random() * sum
  for (const [i, weight] of weights.slice(0, kept).entries()) {
    left -= weight
    if (left < 0) return options[i]?.index ?? 0
  }
  return options[kept - 1]?.index ?? 0
}
