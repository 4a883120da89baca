import type { ProbeReport } from '../../probing/report.ts'
import { renderTable } from '../table.ts'

// Dialogues that are shown below the table; the page and JSON have them all.
const SHOWN = 10

/** The report as a table, with the worst breaks below it. */
export const describeReport = ({ rules, overall, transcripts }: ProbeReport): string => {
  const head = [
    'rule',
    'grade',
    'attacks',
    'broken',
    '95 %',
    'corrected',
    'judge (n)',
    'plain',
    'p',
    'refused twins',
    'again',
    'not assessed',
  ]
  const rows = rules.map((rule) => {
    const { judge, corrected, withoutAttack: plain, falseRefusals, again } = rule
    const known =
      judge === null
        ? 'not known'
        : `${judge.sensitivity.toFixed(2)} ${judge.specificity.toFixed(2)} (${judge.n})`
    return [
      rule.ruleId,
      rule.grade,
      String(rule.attacks),
      String(rule.broken),
      range(rule.interval),
      corrected === null ? 'not known' : range(corrected),
      known,
      `${plain.broken} of ${plain.n}`,
      plain.p.toFixed(2),
      `${falseRefusals.refused} of ${falseRefusals.n}`,
      `${again.broken} of ${again.n}`,
      String(rule.notAssessed),
    ]
  })
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
  const sum = `Overall ${overall.grade}: ${percent(overall.rate)} % broken, 95 %: ${range(overall.interval)}.`
  const about =
    'judge: share of broken replies found, share of kept ones left alone, on labelled rows.'
  return `${renderTable(head, rows)}\n${about}\n\n${breaks.join('')}${breaks.length > 0 ? '\n' : ''}${sum}\n`
}

const percent = (share: number): string => (100 * share).toFixed(1)
const range = ([low, high]: readonly [number, number]): string =>
  `${percent(low)} to ${percent(high)} %`
