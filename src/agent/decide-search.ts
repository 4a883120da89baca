import type { TurnOptions } from '../spec/reply.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { Decision } from './agent.ts'
import type { AgentSettings } from './settings.ts'

/** Searches where the turn seeks facts (FLAME, section 4.1), unless the caller has said which. */
export const decideSearch = async (
  rewardModel: RewardModel,
  dialogue: Dialogue,
  settings: AgentSettings,
  options: Pick<TurnOptions, 'search' | 'evidence'> = {},
  signal?: AbortSignal,
): Promise<Decision> => {
  const { factSeeking, kind } = await rewardModel.factSeeking(dialogue, signal)
  const wanted = options.search ?? 'auto'
  const search =
    options.evidence === undefined &&
    (wanted === 'always' || (wanted === 'auto' && factSeeking >= settings.searchFrom))
  return { factSeeking, kind, search }
}
