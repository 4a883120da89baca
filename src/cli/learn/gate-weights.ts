import { openGate, type Gate, type Paired } from '../../learning/gate.ts'
import { readLabelled } from '../../probing/measure-judge.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import type { Rule } from '../../spec/rule.ts'

type GateOptions = {
  readonly old: RewardModel
  readonly new: RewardModel
  readonly rules: readonly Rule[]
  readonly labelledFolder: string
  /** What was measured already. */
  readonly more: readonly Paired[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Old weights against new ones on replies that were labelled by hand: is one that keeps a rule preferred to one
 * that breaks it, and is the rule seen to be kept or broken.
 */
export const gateWeights = async ({ rules, more, ...options }: GateOptions): Promise<Gate> => {
  const paired: Paired[] = [...more]
  for (const rule of rules) paired.push(...(await pairRule(rule, options)))
  return openGate(paired)
}

const pairRule = async (
  rule: Rule,
  { old, new: next, labelledFolder, signal }: Omit<GateOptions, 'rules' | 'more'>,
): Promise<readonly Paired[]> => {
  const { broken, kept } = await readLabelled(labelledFolder, rule.id)
  const rows = [...broken, ...kept].map(([user, reply]) => ({
    dialogue: [{ participant: 'user' as const, text: user }],
    reply,
    evidence: [],
  }))
  if (rows.length === 0) return []
  const score = async (model: RewardModel) => {
    const rewards = await model.score(rows, [rule], signal)
    const preferences = rewards.map(({ preference }) => preference)
    const seen = rewards.map(
      ({ rules: kept }, at) => (kept[rule.id] ?? 0) >= 0.5 === at >= broken.length,
    )
    const pairs = broken.flatMap((_, at) => {
      const other = preferences[broken.length + at]
      return other === undefined ? [] : [other > (preferences[at] ?? 0)]
    })
    return { seen, pairs }
  }
  const [before, after] = [await score(old), await score(next)]
  const join = (key: 'seen' | 'pairs') =>
    before[key].map((value, at) => ({ old: value, new: after[key][at] ?? false }))
  return [
    { figure: `${rule.id}: seen`, rows: join('seen') },
    { figure: `${rule.id}: preferred`, rows: join('pairs') },
  ]
}
