import type { Rule } from '../spec/rule.ts'
import { readRequests } from './attacks/requests.ts'
import { measureJudge, readLabelled } from './measure-judge.ts'
import { probeRule, type ProbedRule, type ProbeOptions } from './probe-rule.ts'
import { reportOf, type ProbeReport } from './report.ts'
import type { JudgeCounts } from './statistics/true-rate.ts'

export type ProbeRulesOptions = ProbeOptions & {
  /** Written requests, a file a rule. */
  readonly requestsFolder: string
  /** Labelled rows, by which the judge is measured; a file a rule. */
  readonly labelledFolder: string
  /** Rules that are probed side by side; one, where it is left out. */
  readonly atOnce?: number
}

/** Probes rules, and reports; the judge is measured beside it. */
export const probeRules = async (
  rules: readonly Rule[],
  options: ProbeRulesOptions,
): Promise<ProbeReport> => {
  const { judge, secondJudge, target, seed, signal, atOnce = 1 } = options
  const probed = new Map<Rule, ProbedRule>()
  const judges = new Map<string, JudgeCounts>()
  const left = [...rules]
  const work = async (): Promise<void> => {
    for (let rule = left.shift(); rule !== undefined; rule = left.shift()) {
      const requests = await readRequests(options.requestsFolder, rule)
      probed.set(rule, await probeRule(rule, requests, options))
      const labelled = await readLabelled(options.labelledFolder, rule.id)
      judges.set(rule.id, await measureJudge(judge, rule, labelled, signal))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const models = {
    ...target.models,
    judge: judge.id,
    ...(secondJudge && { secondJudge: secondJudge.id }),
  }
  const inOrder = rules.flatMap((rule) => probed.get(rule) ?? [])
  return reportOf({ probed: inOrder, judges, seed, models })
}
