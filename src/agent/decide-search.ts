import type { Reader } from '../spec/reader.ts'
import type { TurnOptions } from '../spec/reply.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { Decision } from './agent.ts'
import type { AgentSettings } from './settings.ts'

type Deciders = {
  readonly rewardModel: RewardModel
  readonly reader: Reader
  readonly settings: AgentSettings
}

/**
 * Searches whatever is not plainly talk, unless the caller has said which: looking costs little, and whether
 * facts are at hand is told by what is found (FLAME's classifier, section 4.1, tells what may be claimed).
 */
export const decideSearch = async (
  { rewardModel, reader, settings }: Deciders,
  dialogue: Dialogue,
  options: Pick<TurnOptions, 'search' | 'evidence'> = {},
  signal?: AbortSignal,
): Promise<Decision> => {
  const [{ factSeeking, kind }, asks] = await Promise.all([
    rewardModel.factSeeking(dialogue, signal),
    reader.asks(dialogue, signal),
  ])
  const wanted = options.search ?? settings.search
  const search =
    options.evidence === undefined &&
    (wanted === 'always' ||
      (wanted === 'auto' && Math.max(asks, factSeeking) >= settings.searchFrom))
  return { factSeeking, kind, asks, search }
}
