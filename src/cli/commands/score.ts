import type { Command } from 'commander'
import { scoreRows, rulesOf, type ScoreDeps } from '../../server/turns/score-rows.ts'
import { scoreRowSchema, type ScoreRow } from '../../spec/score.ts'
import type { Outcome } from '../jsonl/run-rows.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'

export const scoreCommand = (): Command =>
  rowsCommand({
    name: 'score',
    shape: [
      'dialogue, reply, evidence?, rules?',
      'factSeeking, preference, rules, support, statements',
    ],
    settings: ['data', 'models', 'rules', 'device', 'threads'],
    parts: ['reward'],
    schema: scoreRowSchema,
    task: (services, signal) => ({
      chunk: 32,
      atOnce: 2,
      answer: (rows) => scoreAll(services, rows, signal),
    }),
  })

/** Rows go through the model together; a rule that does not exist is a failure of its own row. */
const scoreAll = async (
  deps: ScoreDeps,
  rows: readonly ScoreRow[],
  signal: AbortSignal,
): Promise<readonly Outcome[]> => {
  const checked = await eachRow((row: ScoreRow) =>
    Promise.resolve().then(() => ({ ...row, rules: [...rulesOf(deps.rules, row)] })),
  )(rows)
  const good = checked.flatMap((one) => ('result' in one ? [one.result as ScoreRow] : []))
  try {
    const results = (await scoreRows(deps, good, signal)).values()
    return checked.map((one) => ('error' in one ? one : { result: results.next().value ?? {} }))
  } catch {
    // One of them is at fault: each by itself tells which.
    return eachRow(async (row: ScoreRow) => (await scoreRows(deps, [row], signal))[0] ?? {})(rows)
  }
}
