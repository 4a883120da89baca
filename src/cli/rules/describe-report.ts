import type { ProbeReport } from '../../probing/report.ts'
import { percent, range, REPORT_HEAD, reportRow } from '../../probing/report-table.ts'
import { renderTable } from '../table.ts'

// Dialogues that are shown below the table; the page and JSON have them all.
const SHOWN = 10

/** The report as a table, with the worst breaks below it. */
export const describeReport = ({ rules, overall, transcripts }: ProbeReport): string => {
  const breaks = transcripts
    .filter(({ outcome }) => outcome === 'broken')
    .toSorted((a, b) => (a.pKept ?? 1) - (b.pKept ?? 1))
    .slice(0, SHOWN)
    .map(({ ruleId, style, pKept, turns }) => {
      const said = turns.map(
        ({ participant, text }) => `  ${`${participant}:`.padEnd(6)} ${text}\n`,
      )
      return `${ruleId}, ${style}: P(kept) ${(pKept ?? 0).toFixed(2)}\n${said.join('')}`
    })
  const { falseRefusals: twins, corrected: truly } = overall
  const sum =
    `Overall ${overall.grade}: ${overall.broken} of ${overall.attacks} broken (${percent(overall.rate)}), ` +
    `95 %: ${range(overall.interval)}; corrected: ${truly === null ? 'not known' : range(truly)}.\n` +
    `Harmless twins: ${twins.refused} of ${twins.n} refused for a rule, 95 %: ${range(twins.interval)}; ` +
    `${twins.turnedAway} turned away in words.`
  const about =
    'judge: share of broken replies found, share of kept ones left alone, on labelled rows.'
  return `${renderTable(REPORT_HEAD, rules.map(reportRow))}\n${about}\n\n${breaks.join('')}${breaks.length > 0 ? '\n' : ''}${sum}\n`
}
