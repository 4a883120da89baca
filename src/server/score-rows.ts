import pLimit from 'p-limit'
import type { RuleBook } from '../rules/rule-book.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import type { ScoreResult, ScoreRow } from '../spec/score.ts'

export type ScoreDeps = {
  readonly rewardModel: RewardModel
  readonly rules: Pick<RuleBook, 'all' | 'resolve'>
}

// Rows given to the model at once; it puts them into batches itself.
const AT_ONCE = 8

/** Scores each row, in the same order. Throws RULE_NOT_FOUND, ABORTED, OVERLOADED. */
export const scoreRows = (
  deps: ScoreDeps,
  rows: readonly ScoreRow[],
  signal?: AbortSignal,
): Promise<readonly ScoreResult[]> => {
  const limit = pLimit(AT_ONCE)
  return Promise.all(rows.map((row) => limit(() => scoreRow(deps, row, signal))))
}

/** Without `rules`, all rules in force are scored; with an empty list, none. */
export const scoreRow = async (
  { rewardModel, rules }: ScoreDeps,
  row: ScoreRow,
  signal?: AbortSignal,
): Promise<ScoreResult> => {
  const wanted = (row.rules ?? rules.all()).map((one) =>
    typeof one === 'string' ? (rules.resolve([one])[0] ?? []) : one,
  )
  const evidence = (row.evidence ?? []).map(({ id, text }, i) => ({
    id: id ?? String(i + 1),
    text,
  }))
  const scored = { dialogue: row.dialogue, reply: row.reply, evidence }
  const [{ factSeeking }, [reward]] = await Promise.all([
    rewardModel.factSeeking(row.dialogue, signal),
    rewardModel.score([scored], wanted.flat(), signal),
  ])
  if (reward === undefined) throw new Error('a row without a reward: this is a bug')
  const { preference, rules: kept, support, statements } = reward
  const id = row.id === undefined ? {} : { id: row.id }
  return { ...id, factSeeking, preference, rules: kept, support, statements: [...statements] }
}
