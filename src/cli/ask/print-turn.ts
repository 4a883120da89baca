import colors from 'picocolors'
import type { Writable } from 'node:stream'
import type { Reply } from '../../spec/reply.ts'
import type { TurnEvent } from '../../spec/turn-event.ts'
import { renderTable } from '../table.ts'
import { createStepLine } from './step-line.ts'

/** What the reply was chosen for, the rules from the least kept on, and the candidates that lost. */
const printScorecard = (out: Writable, { scorecard, candidates, timings }: Reply): void => {
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

/** Each citation with its number, its quote, and where the quote stands. */
const printCitations = (out: Writable, { citations }: Reply): void => {
  if (citations.length > 0) out.write('\n')
  for (const [i, { quote, title, url, support, pageNumber }] of citations.entries()) {
    const place = [
      title,
      pageNumber && `page ${pageNumber}`,
      url === undefined ? undefined : placeOf(url),
    ]
      .filter(Boolean)
      .join(' · ')
    const oneLine = quote.replaceAll(/\s+/g, ' ').trim()
    out.write(`${colors.cyan(`[${i + 1}]`)} “${oneLine}”\n`)
    out.write(colors.dim(`    ${place}${place === '' ? '' : ' · '}support ${support.toFixed(2)}\n`))
  }
}

/** Sources that failed, and what was too long: an answer without them says so. */
const printFailures = (out: Writable, { sourceFailures, dropped }: Reply): void => {
  for (const { source, reason } of sourceFailures) out.write(`source ${source}: ${reason}\n`)
  if (dropped !== undefined) {
    out.write(`too long: ${dropped.turns} turns and ${dropped.characters} characters left out\n`)
  }
}

/** A document's name, or the URL of a page. */
const placeOf = (url: string): string =>
  url.startsWith('document:') ? decodeURIComponent(url.slice('document:'.length)) : url

/** Prints a turn as it happens: steps on stderr, the reply word by word on stdout, then its citations. Gives the reply. */
export const printTurn = async (
  events: AsyncIterable<TurnEvent>,
  { verbose }: { readonly verbose: boolean },
): Promise<Reply> => {
  const out = process.stdout
  const steps = createStepLine(process.stderr, verbose)
  let cited = 0
  for await (const event of events) {
    switch (event.type) {
      case 'reply-delta':
        steps.end()
        out.write(event.text)
        break
      case 'citation':
        cited += 1
        out.write(colors.cyan(` [${cited}]`))
        break
      case 'turn-end':
        steps.end()
        out.write('\n')
        printCitations(out, event.reply)
        printFailures(process.stderr, event.reply)
        if (verbose) printScorecard(out, event.reply)
        return event.reply
      default:
        steps.show(event)
    }
  }
  throw new Error('the agent ended without a reply: this is a bug')
}
