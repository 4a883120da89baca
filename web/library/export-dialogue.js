/** A dialogue to take along: with its quotes, and the hashes of the snapshots that they stand in. */
import { say } from '../ground/say.js'
import { shownReply } from '../conversation/shown-reply.js'
import { kindName } from './kind-name.js'

/** @import { DialogueRecord } from '../service/api.js' */
/** @import { Reply } from '../../src/spec/reply.ts' */

/**
 * @param {DialogueRecord} record
 * @returns {string}
 */
export const toMarkdown = ({ id, title, createdAt, turns }) => {
  const parts = turns.map((turn) => {
    if (turn.participant === 'user') return `## ${say('export.asked')}\n\n${turn.text}`
    const shown = shownReply({ reply: turn, instead: turn.instead }) ?? turn
    return `### ${kindName(shown)}\n\n${shown.text}\n\n${quotesOf(shown)}`
  })
  return (
    [`# ${title}`, `${say('export.about', { id, date: createdAt })}`, ...parts]
      .join('\n\n')
      .trimEnd() + '\n'
  )
}

/** @param {Reply} reply */
const quotesOf = ({ citations, evidence, text, passages }) => {
  const cited = citations.map(({ evidenceId, quote, url, title, start, end, pageNumber }, i) => {
    const page = evidence.find(({ id }) => id === evidenceId)?.page
    return entry(i, {
      statement: text.slice(start, end),
      quote,
      where: [title, pageNumber && say('source.page', { number: pageNumber }), url],
      hash: page?.hash,
    })
  })
  const closest = passages.flatMap((id, i) => {
    const found = evidence.find((one) => one.id === id)
    return found
      ? entry(i, { quote: found.text, where: [found.title, found.url], hash: found.page?.hash })
      : []
  })
  return [...cited, ...closest].join('\n')
}

/**
 * @param {number} index
 * @param {{ statement?: string, quote: string, where: (string | number | undefined)[], hash: string | undefined }} source
 */
const entry = (index, { statement, quote, where, hash }) => {
  const lines = [
    `${index + 1}. ${where.filter(Boolean).join(' · ')}${hash ? ` · sha256 \`${hash}\`` : ''}`,
    ...(statement ? [`   ${say('export.statement')}: ${oneLine(statement)}`] : []),
    `   > ${oneLine(quote)}`,
  ]
  return lines.join('\n')
}

const oneLine = (/** @type {string} */ text) => text.replaceAll(/\s+/g, ' ').trim()

/** @param {DialogueRecord} record */
export const toJson = (record) => `${JSON.stringify(record, null, 2)}\n`

/**
 * @param {string} title
 * @param {string} ending
 */
export const fileName = (title, ending) =>
  `${
    title
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'dialogue'
  }.${ending}`
