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
}

/** Probes rules one after the other, and reports; the judge is measured beside it. */
export const probeRules = async (
  rules: readonly Rule[],
  options: ProbeRulesOptions,
): Promise<ProbeReport> => {
  const { judge, secondJudge, target, seed, signal } = options
  const probed: ProbedRule[] = []
  const judges = new Map<string, JudgeCounts>()
  for (const rule of rules) {
    const requests = await readRequests(options.requestsFolder, rule)
    probed.push(await probeRule(rule, requests, options))
    const labelled = await readLabelled(options.labelledFolder, rule.id)
    judges.set(rule.id, await measureJudge(judge, rule, labelled, signal))
  }
  const models = {
    ...target.models,
    judge: judge.id,
    ...(secondJudge && { secondJudge: secondJudge.id }),
  }
  return reportOf({ probed, judges, seed, models })
}
