/** One labelled row, and what the model (and something trivial) made of it. */
export type Mark = {
  readonly truth: string
  readonly predicted: string
  /** The model's number, and the trivial one's: higher means more likely POSITIVE. */
  readonly score: number
  readonly baseline: number
  /** Rows of one group are not independent: they are resampled together. Without one, a row stands alone. */
  readonly group: string | undefined
}

export const POSITIVE = 'yes'
const NEGATIVE = 'no'
export const yesOrNo = (value: boolean): string => (value ? POSITIVE : NEGATIVE)
