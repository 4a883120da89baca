import { leastSupport } from '../spec/citation.ts'
import type { Reader } from '../spec/reader.ts'
import type { Reward, RewardModel, RewardRow } from '../spec/reward-model.ts'
import { slice } from '../spec/span.ts'
import { isAbstention } from '../spec/text/abstention.ts'
import { withoutMarkers } from '../spec/text/claims.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import { type Dialogue, lastUserText } from '../spec/turn.ts'
import type { Candidate, ScoredCandidate } from './candidate.ts'
import { contentWords, coverage } from '../spec/text/content-words.ts'
import type { ReadEvidence } from './passages/read-passages.ts'
import { isOfNeighbour } from './passages/of-neighbour.ts'
import { isSettled } from './passages/yes-or-no.ts'
import { type Contender, rerank, type RerankOptions } from './rerank.ts'

// A yes-or-no question is answered by its own words; one of these is not.
const ASKS_FOR_MORE = /\b(?:what|which|who|whom|whose|when|where|why|how)\b/iu

/**
 * A statement that only repeats what was asked claims nothing: it is not checkable, so that no reply
 * wins by being supported without answering.
 */
export const withoutEchoes = (reward: Reward, reply: string, question: string): Reward => {
  if (!ASKS_FOR_MORE.test(question)) return reward
  const asked = contentWords(question)
  const statements = reward.statements.map((statement) => {
    const own = contentWords(withoutMarkers(slice(reply, statement)))
    if (own.size > 0 && coverage(own, asked) < 1) return statement
    const { start, end } = statement
    return { start, end, checkable: false, support: null }
  })
  return { ...reward, statements, support: leastSupport(statements) }
}

export type ScoreOptions = RerankOptions & {
  /** In evidence of so many characters, words tell whether a reply speaks of something else than what is asked. */
  readonly wordsUpTo?: number
}

type Scorers = { readonly rewardModel: RewardModel; readonly reader: Reader }

/** Scores all candidates in one call, announces each scorecard, and returns them best first. */
export async function* scoreCandidates(
  { rewardModel, reader }: Scorers,
  dialogue: Dialogue,
  candidates: readonly Candidate[],
  options: ScoreOptions,
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
  const [scores, judged] = await Promise.all([
    rewardModel.score([...rows.values()], options.rules, signal),
    options.factSeeking ? judgeAll(reader, dialogue, candidates, options, signal) : [],
  ])
  const byKey = new Map([...rows.keys()].map((key, i) => [key, scores[i]]))
  const question = lastUserText(dialogue)
  const { order, scorecards } = rerank(
    candidates.map(({ text, isWritten = false, likelihood }, i) => {
      const read = (keys[i] ?? []).flatMap((key) => byKey.get(key) ?? [])
      const votes = candidates.filter((other) => other.text === text).length
      const reward = withoutEchoes(leastPreferred(read), text, question)
      return { ...reward, ...judged[i], votes, likelihood, isWritten, length: text.length }
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

type Judged = Pick<Contender, 'judged' | 'read'>

// P(right) of a reply that speaks of something else than was asked for, and of a yes or no that words settle.
const OF_NEIGHBOUR = 0.05
const SETTLED = 0.6

/** Each candidate by the passage of those that it rests on from which it is likeliest right; an abstention by none. */
const judgeAll = async (
  reader: Reader,
  dialogue: Dialogue,
  candidates: readonly Candidate[],
  { wordsUpTo = 0 }: ScoreOptions,
  signal: AbortSignal | undefined,
): Promise<readonly Judged[]> => {
  const rows = candidates.flatMap((candidate) =>
    candidate.judged !== undefined || isAbstention(candidate.text)
      ? []
      : candidate.checkedAgainst.map((evidence) => ({
          candidate,
          reply: candidate.text,
          evidence,
        })),
  )
  const chances = await reader.judge(dialogue, rows, signal)
  const question = lastUserText(dialogue)
  const judge = (text: string, passage: ReadEvidence, chance: number) => {
    const isShort = passage.text.length <= wordsUpTo
    const astray = isShort && isOfNeighbour(question, text, passage)
    const settled = isShort && isSettled(question, text)
    const least = settled ? Math.max(chance, SETTLED) : chance
    return {
      judged: astray ? Math.min(chance, OF_NEIGHBOUR) : least,
      read: passage.reading.answers,
    }
  }
  return candidates.map((one): Judged => {
    const [passage] = one.checkedAgainst
    if (one.judged !== undefined && passage) return judge(one.text, passage, one.judged)
    const all = rows.flatMap(({ candidate, evidence }, i) =>
      candidate === one ? [judge(one.text, evidence, chances[i] ?? 0)] : [],
    )
    return all.toSorted((a, b) => b.judged - a.judged)[0] ?? {}
  })
}
