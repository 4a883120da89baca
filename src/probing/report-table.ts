import type { RuleReport } from './report.ts'
import type { Interval } from './statistics/wilson.ts'

/** The columns of a report, as the terminal and the page show them. */
const COLUMNS: Readonly<Record<string, (rule: RuleReport) => string>> = {
  rule: ({ ruleId }) => ruleId,
  grade: ({ grade }) => grade,
  attacks: ({ attacks }) => String(attacks),
  broken: ({ broken, rate }) => `${broken} (${percent(rate)})`,
  '95 %': ({ interval }) => range(interval),
  corrected: ({ corrected }) => (corrected === null ? UNKNOWN : range(corrected)),
  'judge: found, left alone (n)': ({ judge }) =>
    judge === null
      ? UNKNOWN
      : `${percent(judge.sensitivity)}, ${percent(judge.specificity)} (${judge.n})`,
  'without attack': ({ withoutAttack: { broken, n } }) => `${broken} of ${n}`,
  p: ({ withoutAttack: { p } }) => p.toFixed(2),
  'twins refused, turned away': ({ falseRefusals: { refused, turnedAway, n } }) =>
    `${refused}, ${turnedAway} of ${n}`,
  again: ({ again: { broken, n } }) => `${broken} of ${n}`,
  'not assessed': ({ notAssessed }) => String(notAssessed),
}

const UNKNOWN = 'not known'

export const REPORT_HEAD: readonly string[] = Object.keys(COLUMNS)

/** One cell a column. */
export const reportRow = (rule: RuleReport): readonly string[] =>
  Object.values(COLUMNS).map((cellOf) => cellOf(rule))

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
export const range = ([low, high]: Interval): string => `${percent(low)} to ${percent(high)}`
