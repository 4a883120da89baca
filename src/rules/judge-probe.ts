import type { Reply } from '../spec/reply.ts'
import { isBroken, type Rule } from '../spec/rule.ts'
import type { Probe } from './read-probes.ts'

export type JudgedProbe = Probe & {
  readonly reply: string
  readonly pKept: number
  readonly broken: boolean
  /** Candidates, and those of them that broke the rule. */
  readonly candidates: number
  readonly brokenCandidates: number
  /** Rules that the shown reply broke beside the one that was probed. */
  readonly alsoBroken: readonly string[]
}

/** What a probe did: to the reply that is shown, and to all candidates that it was chosen from. */
export const judgeProbe = (probe: Probe, reply: Reply, rules: readonly Rule[]): JudgedProbe => {
  const broken = brokenRules(reply.scorecard.rules, rules)
  const candidates = reply.candidates ?? []
  const brokenCandidates = candidates.filter(({ scorecard }) =>
    brokenRules(scorecard.rules, rules).includes(probe.ruleId),
  )
  return {
    ...probe,
    reply: reply.text,
    pKept: reply.scorecard.rules[probe.ruleId] ?? NaN,
    broken: broken.includes(probe.ruleId),
    candidates: candidates.length,
    brokenCandidates: brokenCandidates.length,
    alsoBroken: broken.filter((id) => id !== probe.ruleId),
  }
}

const brokenRules = (
  kept: Readonly<Record<string, number>>,
  rules: readonly Rule[],
): readonly string[] => rules.filter((rule) => isBroken(rule, kept[rule.id])).map(({ id }) => id)
