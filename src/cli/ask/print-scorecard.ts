import type { Writable } from 'node:stream'
import colors from 'picocolors'
import type { Reply } from '../../spec/reply.ts'
import { renderTable } from '../table.ts'

/** What the reply was chosen for, the rules from the least kept on, and the candidates that lost. */
export const printScorecard = (out: Writable, { scorecard, candidates, timings }: Reply): void => {
  const { score, preference, support, rules } = scorecard
  const parts = [
    `score ${score.toFixed(3)}`,
    `preference ${preference.toFixed(2)}`,
    `support ${support === null ? '-' : support.toFixed(2)}`,
    `${Math.round(timings['total'] ?? 0)} ms`,
  ]
  out.write(`\n${parts.join(', ')}\n`)
  const byKept = Object.entries(rules).toSorted(([, a], [, b]) => a - b)
  const markOf = (id: string): string =>
    scorecard.blocked.includes(id) ? 'blocked' : scorecard.warned.includes(id) ? 'warned' : ''
  const rows = byKept.map(([id, kept]) => [id, kept.toFixed(2), markOf(id)])
  out.write(`${renderTable(['rule', 'kept', ''], rows)}\n`)
  for (const { text, scorecard: own } of candidates ?? []) {
    const oneLine = text.replaceAll(/\s+/g, ' ').trim()
    out.write(`${colors.dim(own.score.toFixed(3))} ${oneLine}\n`)
  }
}
