/** Where nothing could be claimed: the passages that come closest, each as a card. */
import { h } from '../ground/dom.js'
import { splitTitle } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { sheetAt } from '../conversation/sheet-at.js'
import { sourceFooter } from './source-footer.js'

/** @import { Evidence } from '../../src/spec/evidence.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */

/** @typedef {(evidence: Evidence, span: { start: number, end: number }) => void} OnPage */

/**
 * @param {Reply} reply
 * @param {OnPage} [onPage] where there is room to show a page
 */
export const passagesView = ({ passages, evidence, text }, onPage) => {
  const cards = passages.flatMap((id, i) => {
    const found = evidence.find((one) => one.id === id)
    return found ? [card(found, closestPart(found.text, text, i), onPage)] : []
  })
  return [
    h('p', { class: 'passages-lead' }, say('passages.lead')),
    h('ol', { class: 'passages' }, ...cards),
  ]
}

/**
 * @param {Evidence} evidence
 * @param {{ start: number, end: number }} part
 * @param {OnPage | undefined} onPage
 */
const card = (evidence, part, onPage) => {
  const { text, title = say('source.untitled'), url, page } = evidence
  const { last, path } = splitTitle(title)
  const number = sheetAt(page, part.start)
  return h(
    'li',
    { class: 'passage' },
    h(
      'div',
      { class: 'passage-title', dir: 'auto' },
      path ? h('span', { class: 'quote-path' }, path) : null,
      last,
      number === undefined
        ? null
        : h('span', { class: 'quote-path' }, say('source.page', { number })),
    ),
    h(
      'blockquote',
      { dir: 'auto' },
      text.slice(0, part.start),
      part.end > part.start ? h('mark', {}, text.slice(part.start, part.end)) : null,
      text.slice(part.end),
    ),
    sourceFooter(url, page && onPage ? () => onPage(evidence, part) : undefined),
  )
}

/**
 * What the reply quotes of the passage: there, white space is made one blank, and what is long is cut.
 * @param {string} passage
 * @param {string} reply
 * @param {number} index
 */
export const closestPart = (passage, reply, index) => {
  const line = reply.split('\n').find((one) => one.startsWith(`${index + 1}. `)) ?? ''
  const said = line.slice(line.indexOf('“') + 1, line.lastIndexOf('”')).replace(/ …$/, '')
  if (!line.includes('“') || said === '') return { start: 0, end: 0 }
  const pattern = said
    .split(' ')
    .map(escape)
    .join(String.raw`\s+`)
  const found = new RegExp(pattern, 'u').exec(passage)
  return found ? { start: found.index, end: found.index + found[0].length } : { start: 0, end: 0 }
}

const escape = (/** @type {string} */ text) =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
