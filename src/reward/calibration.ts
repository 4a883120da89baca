import { sigmoid } from '../base/logistic.ts'

/** Scale and bias of each head's logits, fitted on development data. */
export type Calibration = Readonly<
  Record<'preference' | 'rules' | 'support' | 'checkable' | 'fact', readonly [number, number]>
>

export const scaled = (logit: number, [scale, bias]: readonly [number, number]): number =>
  scale * logit + bias

export const probability = (logit: number, scaling: readonly [number, number]): number =>
  sigmoid(scaled(logit, scaling))

/** Probabilities that add up to 1; a bias would change nothing. */
export const softmax = (logits: Iterable<number>, [scale]: readonly [number, number]): number[] => {
  const scaledLogits = Array.from(logits, (logit) => scale * logit)
  const largest = Math.max(...scaledLogits)
  const weights = scaledLogits.map((logit) => Math.exp(logit - largest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}
