import type { RewardModel } from '../spec/reward-model.ts'
import type { Rule } from '../spec/rule.ts'

type Example = Rule['examples'][number]
export type TestedExample = Example & { readonly pKept: number }

export type RuleTest = {
  readonly rule: Rule
  readonly examples: readonly TestedExample[]
  /** Those that the threshold puts on the wrong side. */
  readonly failures: readonly TestedExample[]
  /** In the middle of the widest gap that puts the most examples on their side; undefined without both kinds. */
  readonly suggested: number | undefined
  /** How many the suggested threshold would put on the wrong side. */
  readonly failuresThen: number
}

/** Runs a rule's examples, which are its tests, through the reward model. */
export const testRule = async (
  model: Pick<RewardModel, 'score'>,
  rule: Rule,
  signal?: AbortSignal,
): Promise<RuleTest> => {
  const rows = rule.examples.map(({ user, reply }) => ({
    dialogue: [{ participant: 'user' as const, text: user }],
    reply,
    evidence: [],
  }))
  const rewards = rows.length === 0 ? [] : await model.score(rows, [rule], signal)
  const examples = rule.examples.map((example, i) => ({
    ...example,
    pKept: rewards[i]?.rules[rule.id] ?? NaN,
  }))
  const failures = failuresAt(examples, rule.threshold)
  const suggested = suggestThreshold(examples)
  const failuresThen = failuresAt(examples, suggested ?? rule.threshold).length
  return { rule, examples, failures, suggested, failuresThen }
}

const failuresAt = (
  examples: readonly TestedExample[],
  threshold: number,
): readonly TestedExample[] => examples.filter(({ kept, pKept }) => kept !== pKept >= threshold)

/** Of the gaps between neighbouring examples, the one with the best balanced accuracy; the widest of equals. */
export const suggestThreshold = (
  examples: readonly Pick<TestedExample, 'kept' | 'pKept'>[],
): number | undefined => {
  const kept = examples.filter((one) => one.kept).map(({ pKept }) => pKept)
  const broken = examples.filter((one) => !one.kept).map(({ pKept }) => pKept)
  if (kept.length === 0 || broken.length === 0) return undefined
  const accuracyAt = (threshold: number): number =>
    kept.filter((p) => p >= threshold).length / kept.length +
    broken.filter((p) => p < threshold).length / broken.length
  const edges = [0, ...[...kept, ...broken].toSorted((a, b) => a - b), 1]
  const gaps = edges.slice(1).map((high, i) => {
    const low = edges[i] ?? 0
    const half = (low + high) / 2
    const middle = half > low ? half : high // no number lies between neighbouring doubles
    return { middle, width: high - low, accuracy: accuracyAt(middle) }
  })
  const [best] = gaps.toSorted((a, b) => b.accuracy - a.accuracy || b.width - a.width)
  return best?.middle
}
