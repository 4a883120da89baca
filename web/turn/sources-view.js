/** The quotes that a reply rests on, as a list below it. */
import { h } from '../ground/dom.js'
import { shortUrl, splitTitle } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { compareCited } from '../conversation/compare-claims.js'
import { numberCitations } from '../conversation/statement-state.js'
import { HOW } from './markers.js'

/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Cited } from '../conversation/compare-claims.js' */
/** @import { MarkerActions } from './markers.js' */

/**
 * @param {Reply} reply
 * @param {string} question
 * @param {MarkerActions['onCitation']} onCitation
 */
export const sourcesView = (reply, question, onCitation) => {
  const numbers = numberCitations(reply.citations)
  const first = new Map(reply.citations.map((citation, i) => [numbers[i] ?? 0, citation]))
  const items = [...first].sort(([a], [b]) => a - b)
  if (items.length === 0) return null
  const rows = items.map(([number, citation]) => {
    const statement = reply.text.slice(citation.start, citation.end)
    return h('li', {}, sourceButton({ citation, number, reply, statement, question }, onCitation))
  })
  return h('ol', { class: 'sources', 'aria-label': say('sources.label') }, ...rows)
}

/**
 * @param {Cited} cited
 * @param {MarkerActions['onCitation']} onCitation
 */
const sourceButton = (cited, onCitation) => {
  const { citation, number } = cited
  const { how } = compareCited(cited)
  const show = (/** @type {Event} */ { currentTarget }) =>
    onCitation(/** @type {HTMLElement} */ (currentTarget), cited, true)
  return h(
    'button',
    { type: 'button', class: 'source', 'aria-haspopup': 'dialog', onclick: show },
    h('span', { class: `marker ${how}`, 'aria-hidden': 'true' }, String(number)),
    h(
      'span',
      { class: 'source-text' },
      h('span', { class: 'source-quote', dir: 'auto' }, citation.quote),
      h(
        'span',
        { class: 'source-where' },
        h('span', { dir: 'auto' }, splitTitle(citation.title ?? '').last),
        citation.pageNumber === undefined
          ? ''
          : ` · ${say('source.page', { number: citation.pageNumber })}`,
        citation.url ? ` · ${shortUrl(citation.url)}` : '',
      ),
    ),
    h('span', { class: `source-how ${how}` }, say(HOW[how])),
  )
}
