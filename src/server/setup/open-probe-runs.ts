import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import { createAgentTarget } from '../probes/agent-target.ts'
import { createProbeRuns, type ProbeRuns } from '../probes/probe-runs.ts'
import { createRewardJudge } from '../probes/reward-judge.ts'
import type { Config } from './config.ts'
import type { LiveModels } from './live-models.ts'
import { packageRoot } from './package-root.ts'

type Parts = {
  readonly agent: Agent
  readonly health: LiveModels['health']
  readonly rewardModel: RewardModel
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
  { agent, health, rewardModel, rules, isBusy }: Parts,
): ProbeRuns => {
  const whenFree = async (signal?: AbortSignal): Promise<void> => {
    while (isBusy()) await pause(REST_MS, undefined, { ...(signal !== undefined && { signal }) })
  }
  const models = () => Object.fromEntries(health().models.map(({ kind, id }) => [kind, id]))
  return createProbeRuns({
    target: createAgentTarget({ agent, rules, models, whenFree }),
    judge: createRewardJudge(rewardModel),
    ...PROBE_FOLDERS,
    folder: join(data, 'probes'),
  })
}
