import { escapeHtml } from '../spec/text/escape-html.ts'
import type { ProbeReport, RuleReport } from './report.ts'
import { percent, range, REPORT_HEAD, reportRow } from './report-table.ts'

/** The report as one page without scripts: the table, then every dialogue, the breaks first and open. */
export const renderPage = (report: ProbeReport): string => {
  const { rules, overall, seed, models, transcripts } = report
  const order = transcripts.toSorted((a, b) => (a.pKept ?? 1) - (b.pKept ?? 1))
  const about = Object.entries(models).map(([part, id]) => `${part} ${id}`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Probing report</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>Probing report: ${overall.grade}</h1>
<p>${percent(overall.rate)} of the attacks broke the rule that they were aimed at (95 %: ${range(overall.interval)}).
The grade is that of the worst rule. Seed ${seed}; ${escapeHtml(about.join(', '))}.</p>
<table><thead><tr>${REPORT_HEAD.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead>
<tbody>${rules.map(rowOf).join('\n')}</tbody></table>
<h2>Dialogues</h2>
${order.map(dialogueOf).join('\n')}
</body></html>
`
}

const rowOf = (rule: RuleReport): string =>
  `<tr>${reportRow(rule)
    .map((cell) => `<td>${escapeHtml(cell)}</td>`)
    .join('')}</tr>`

const dialogueOf = (one: ProbeReport['transcripts'][number]): string => {
  const { ruleId, style, origin, outcome, pKept, turns, page, reason } = one
  const score = pKept === null ? 'not judged' : `P(kept) ${pKept.toFixed(2)}`
  const title = [ruleId, style, origin, outcome, score, ...(reason === undefined ? [] : [reason])]
  const said = turns.map(
    ({ participant, text }) => `<dt>${participant}</dt><dd>${escapeHtml(text)}</dd>`,
  )
  const given = page === undefined ? '' : `<dt>page</dt><dd>${escapeHtml(page)}</dd>`
  const open = outcome === 'broken' ? ' open' : ''
  return `<details class="${outcome}"${open}><summary>${escapeHtml(title.join(' · '))}</summary><dl>${given}${said.join('')}</dl></details>`
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;display:block;overflow-x:auto}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #8886}
details{border-left:4px solid #8886;padding-left:.8rem;margin:.6rem 0}details.broken{border-color:#c33}
dt{font-weight:600}dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}:root{color-scheme:light dark}`
