import { isAbstention } from '../spec/abstention.ts'
import type { Reward, RewardModel, RewardRow } from '../spec/reward-model.ts'
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
  const rows = new Map<string, RewardRow>()
  const keys = candidates.map((candidate) =>
    rowsOf(dialogue, candidate).map((row) => {
      const key = JSON.stringify([row.reply, row.evidence.map(({ id }) => id)])
      rows.set(key, row)
      return key
    }),
  )
  const scores = await rewardModel.score([...rows.values()], options.rules, signal)
  const byKey = new Map([...rows.keys()].map((key, i) => [key, scores[i]]))
  const question = lastUserText(dialogue)
  const { order, scorecards } = rerank(
    candidates.map(({ text, likelihood }, i) => {
      const read = (keys[i] ?? []).flatMap((key) => byKey.get(key) ?? [])
      const votes = candidates.filter((other) => other.text === text).length
      const reward = withoutEchoes(leastPreferred(read), text, question)
      return { ...reward, votes, likelihood, length: text.length }
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

/** One row; for an abstention, which says that no piece of evidence answers, one for each piece. */
const rowsOf = (
  dialogue: Dialogue,
  { text: reply, checkedAgainst }: Candidate,
): readonly RewardRow[] =>
  isAbstention(reply) && checkedAgainst.length > 1
    ? checkedAgainst.map((one) => ({ dialogue, reply, evidence: [one] }))
    : [{ dialogue, reply, evidence: checkedAgainst }]

const leastPreferred = (rewards: readonly Reward[]): Reward => {
  const [least] = rewards.toSorted((a, b) => a.preference - b.preference)
  if (least === undefined) throw new Error('a candidate without a reward: this is a bug')
  return least
}
