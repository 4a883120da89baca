import type { RewardModel } from '../spec/reward-model.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { Candidate, ScoredCandidate } from './candidate.ts'
import { rerank, type RerankOptions } from './rerank.ts'
import { withoutEchoes } from './without-echoes.ts'

/** Scores all candidates in one call, announces each scorecard, and returns them best first. */
export async function* scoreCandidates(
  rewardModel: RewardModel,
  dialogue: Dialogue,
  candidates: readonly Candidate[],
  options: RerankOptions,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent, readonly ScoredCandidate[]> {
  const rows = candidates.map(({ text, checkedAgainst }) => ({
    dialogue,
    reply: text,
    evidence: checkedAgainst,
  }))
  const rewards = await rewardModel.score(rows, options.rules, signal)
  const question = lastUserText(dialogue)
  const { order, scorecards } = rerank(
    rewards.map((reward, i) => {
      const text = candidates[i]?.text ?? ''
      return { ...withoutEchoes(reward, text, question), length: text.length }
    }),
    options,
  )
  const scored = candidates.flatMap((candidate, i) => {
    const scorecard = scorecards[i]
    return scorecard ? [{ ...candidate, scorecard }] : []
  })
  for (const { index, scorecard } of scored) yield { type: 'score', index, scorecard }
  return order.flatMap((i) => scored[i] ?? [])
}
