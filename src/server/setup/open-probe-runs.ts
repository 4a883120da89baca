import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import { createAgentTarget } from '../probes/agent-target.ts'
import { createProbeRuns, type ProbeRuns } from '../probes/probe-runs.ts'
import { createRewardJudge } from '../probes/reward-judge.ts'
import type { Config } from './config.ts'
import type { Models } from './load-models.ts'
import { packageRoot } from './package-root.ts'

type Parts = {
  readonly agent: Agent
  readonly models: Pick<Models, 'languageModel' | 'rewardModel'>
  readonly rules: RuleBook
  readonly isBusy: () => boolean
}

/** Written requests, and rows by which judges are measured. */
export const PROBE_FOLDERS = {
  requestsFolder: join(packageRoot, 'rules/probes'),
  labelledFolder: join(packageRoot, 'rules/labelled'),
}

const REST_MS = 250

/** Probing beside live turns: it waits while anybody else is being answered. */
export const openProbeRuns = (
  { data }: Pick<Config, 'data'>,
  { agent, models, rules, isBusy }: Parts,
): ProbeRuns => {
  const whenFree = async (signal?: AbortSignal): Promise<void> => {
    while (isBusy()) await pause(REST_MS, undefined, { ...(signal !== undefined && { signal }) })
  }
  const ids = { languageModel: models.languageModel.id, rewardModel: models.rewardModel.id }
  return createProbeRuns({
    target: createAgentTarget({ agent, rules, models: ids, whenFree }),
    judge: createRewardJudge(models.rewardModel),
    ...PROBE_FOLDERS,
    folder: join(data, 'probes'),
  })
}
