import type { Writable } from 'node:stream'
import colors from 'picocolors'
import type { Reply } from '../../spec/reply.ts'

/** Each citation with its number, its quote, and where the quote stands. */
export const printCitations = (out: Writable, { citations }: Reply): void => {
  if (citations.length > 0) out.write('\n')
  for (const [i, { quote, title, url, support }] of citations.entries()) {
    const place = [title, url === undefined ? undefined : placeOf(url)].filter(Boolean).join(' · ')
    const oneLine = quote.replaceAll(/\s+/g, ' ').trim()
    out.write(`${colors.cyan(`[${i + 1}]`)} “${oneLine}”\n`)
    out.write(colors.dim(`    ${place}${place === '' ? '' : ' · '}support ${support.toFixed(2)}\n`))
  }
}

/** Sources that failed, and what was too long: an answer without them says so. */
export const printFailures = (out: Writable, { sourceFailures, dropped }: Reply): void => {
  for (const { source, reason } of sourceFailures) out.write(`source ${source}: ${reason}\n`)
  if (dropped !== undefined) {
    out.write(`too long: ${dropped.turns} turns and ${dropped.characters} characters left out\n`)
  }
}

/** A document's name, or the URL of a page. */
const placeOf = (url: string): string =>
  url.startsWith('document:') ? decodeURIComponent(url.slice('document:'.length)) : url
