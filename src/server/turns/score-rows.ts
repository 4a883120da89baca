import type { RuleBook } from '../../rules/rule-book.ts'
import type { Reward, RewardModel, RewardRow } from '../../spec/reward-model.ts'
import type { Rule } from '../../spec/rule.ts'
import type { ScoreResult, ScoreRow } from '../../spec/score.ts'

export type ScoreDeps = {
  readonly rewardModel: RewardModel
  readonly rules: Pick<RuleBook, 'all' | 'resolve'>
}

type ScoredRule = Pick<Rule, 'id' | 'text'>
type PlannedRow = { readonly row: ScoreRow; readonly wanted: readonly ScoredRule[] }

// In UTF-16 code units. More at once would be no faster, and could be refused as too much.
const PART_LENGTH = 32_000

/**
 * Scores each row, in the same order; neighbours with the same rules go through the model together.
 * Throws RULE_NOT_FOUND, ABORTED, OVERLOADED.
 */
export const scoreRows = async (
  deps: ScoreDeps,
  rows: readonly ScoreRow[],
  signal?: AbortSignal,
): Promise<readonly ScoreResult[]> => {
  const planned = rows.map((row) => ({ row, wanted: rulesOf(deps.rules, row) }))
  const results: ScoreResult[] = []
  for (const part of inParts(planned)) {
    results.push(...(await scorePart(deps.rewardModel, part, signal)))
  }
  return results
}

/** Without `rules`, all rules in force; with an empty list, none. Throws RULE_NOT_FOUND. */
export const rulesOf = (
  rules: ScoreDeps['rules'],
  { rules: wanted }: ScoreRow,
): readonly ScoredRule[] =>
  (wanted ?? rules.all()).flatMap((one) => (typeof one === 'string' ? rules.resolve([one]) : one))

/** All of its rows have the same rules. */
const scorePart = async (
  model: RewardModel,
  part: readonly PlannedRow[],
  signal: AbortSignal | undefined,
): Promise<readonly ScoreResult[]> => {
  const rewardRows = part.map(({ row }) => toRewardRow(row))
  const [facts, rewards] = await Promise.all([
    Promise.all(part.map(({ row }) => model.factSeeking(row.dialogue, signal))),
    model.score(rewardRows, part[0]?.wanted ?? [], signal),
  ])
  return part.map(({ row }, i) => toResult(row, facts[i]?.factSeeking, rewards[i]))
}

const toResult = (
  { id }: ScoreRow,
  factSeeking: number | undefined,
  reward: Reward | undefined,
): ScoreResult => {
  if (factSeeking === undefined || reward === undefined) {
    throw new Error('a row without a reward: this is a bug')
  }
  const { preference, rules, support, statements } = reward
  const known = id === undefined ? {} : { id }
  return { ...known, factSeeking, preference, rules, support, statements: [...statements] }
}

const toRewardRow = ({ dialogue, reply, evidence = [] }: ScoreRow): RewardRow => ({
  dialogue,
  reply,
  evidence: evidence.map(({ id, ...rest }, i) => ({ id: id ?? String(i + 1), ...rest })),
})

function* inParts(rows: readonly PlannedRow[]): Generator<readonly PlannedRow[]> {
  let part: PlannedRow[] = []
  let length = 0
  for (const planned of rows) {
    const own = lengthOf(planned.row)
    if (part[0] && (length + own > PART_LENGTH || !sameRules(part[0], planned))) {
      yield part
      part = []
      length = 0
    }
    part.push(planned)
    length += own
  }
  if (part.length > 0) yield part
}

const sameRules = ({ wanted: a }: PlannedRow, { wanted: b }: PlannedRow): boolean =>
  a.length === b.length && a.every(({ id, text }, i) => id === b[i]?.id && text === b[i]?.text)

const lengthOf = ({ dialogue, reply, evidence = [] }: ScoreRow): number =>
  [...dialogue, ...evidence].reduce((sum, { text }) => sum + text.length, reply.length)
