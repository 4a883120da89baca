import { POSITIVE, type Mark } from './mark.ts'

/** How often each mark counts: 1, or as often as a resample drew it. */
export type Weights = ArrayLike<number>

export type Figure = {
  readonly name: string
  /** A function of the weights, so that a thousand resamples sort the marks once. */
  readonly prepare: (marks: readonly Mark[]) => (weights: Weights) => number
  /** What something trivial reaches; undefined where nothing is to be said. */
  readonly baseline: (marks: readonly Mark[]) => number | undefined
}

const ones = (marks: readonly Mark[]): Weights => marks.map(() => 1)

/** Share of pairs of a positive and a negative mark that are in the right order; ties count half. */
const areaUnder =
  (scoreOf: (mark: Mark) => number): Figure['prepare'] =>
  (marks) => {
    const order = marks
      .map((_, i) => i)
      .toSorted((a, b) => at(marks, a, scoreOf) - at(marks, b, scoreOf))
    return (weights) => {
      let [negatives, ordered, positives] = [0, 0, 0]
      for (let from = 0; from < order.length;) {
        const score = at(marks, order[from] ?? 0, scoreOf)
        let [yes, no] = [0, 0]
        for (; from < order.length && at(marks, order[from] ?? 0, scoreOf) === score; from += 1) {
          const i = order[from] ?? 0
          if (marks[i]?.truth === POSITIVE) yes += weights[i] ?? 0
          else no += weights[i] ?? 0
        }
        ordered += yes * (negatives + no / 2)
        negatives += no
        positives += yes
      }
      return ordered / (positives * negatives)
    }
  }

const at = (marks: readonly Mark[], i: number, read: (mark: Mark) => number): number => {
  const mark = marks[i]
  return mark === undefined ? NaN : read(mark)
}

export const auc: Figure = {
  name: 'AUC',
  prepare: areaUnder(({ score }) => score),
  baseline: (marks) => {
    const area = areaUnder(({ baseline }) => baseline)(marks)(ones(marks))
    return Math.max(area, 1 - area)
  },
}

type Counts = { readonly truth: number; readonly predicted: number; readonly right: number }

const countsOf = (marks: readonly Mark[], weights: Weights): ReadonlyMap<string, Counts> => {
  const counts = new Map<string, Counts>()
  const add = (label: string, more: Partial<Counts>): void => {
    const { truth, predicted, right } = counts.get(label) ?? { truth: 0, predicted: 0, right: 0 }
    counts.set(label, {
      truth: truth + (more.truth ?? 0),
      predicted: predicted + (more.predicted ?? 0),
      right: right + (more.right ?? 0),
    })
  }
  for (const [i, mark] of marks.entries()) {
    const weight = weights[i] ?? 0
    add(mark.truth, { truth: weight, right: mark.truth === mark.predicted ? weight : 0 })
    add(mark.predicted, { predicted: weight })
  }
  return counts
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** Mean recall of the labels that occur. */
export const balancedAccuracy: Figure = {
  name: 'balanced accuracy',
  prepare: (marks) => (weights) => {
    const counts = [...countsOf(marks, weights).values()].filter(({ truth }) => truth > 0)
    return mean(counts.map(({ truth, right }) => right / truth))
  },
  baseline: (marks) => 1 / new Set(marks.map(({ truth }) => truth)).size,
}

const meanF1 = (marks: readonly Mark[], weights: Weights): number =>
  mean(
    [...countsOf(marks, weights).values()]
      .filter(({ truth, predicted }) => truth + predicted > 0)
      .map(({ truth, predicted, right }) => (2 * right) / (truth + predicted)),
  )

/** Mean F1 of all labels; the trivial answer is the commonest label. */
export const macroF1: Figure = {
  name: 'macro F1',
  prepare: (marks) => (weights) => meanF1(marks, weights),
  baseline: (marks) => {
    const labels = [...countsOf(marks, ones(marks))].toSorted(([, a], [, b]) => b.truth - a.truth)
    const commonest = labels[0]?.[0] ?? ''
    return meanF1(
      marks.map((mark) => ({ ...mark, predicted: commonest })),
      ones(marks),
    )
  },
}

const weightedShare =
  (read: (mark: Mark) => number): Figure['prepare'] =>
  (marks) =>
  (weights) => {
    let [sum, total] = [0, 0]
    for (const [i, mark] of marks.entries()) {
      sum += read(mark) * (weights[i] ?? 0)
      total += weights[i] ?? 0
    }
    return sum / total
  }

/** Share of positive scores; nought counts half. */
const rightOrder = (score: number): number => (score > 0 ? 1 : score === 0 ? 0.5 : 0)

export const pairAccuracy: Figure = {
  name: 'pair accuracy',
  prepare: weightedShare(({ score }) => rightOrder(score)),
  baseline: (marks) => weightedShare(({ baseline }) => rightOrder(baseline))(marks)(ones(marks)),
}

export const positiveRate = (name: string): Figure => ({
  name,
  prepare: weightedShare(({ predicted }) => (predicted === POSITIVE ? 1 : 0)),
  baseline: () => undefined,
})
