/** The quotes that a reply rests on, as a list below it. */
import { h } from '../ground/dom.js'
import { shortUrl, splitTitle } from '../ground/labels.js'
import { percent } from '../ground/score-parts.js'
import { numberCitations } from '../conversation/statement-state.js'

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @param {TurnState} turn
 * @param {(anchor: HTMLElement, citation: Citation, number: number, turn: TurnState, pinned: boolean) => void} onCitation
 */
export const sourcesView = (turn, onCitation) => {
  const numbers = numberCitations(turn.citations)
  const first = new Map(turn.citations.map((citation, i) => [numbers[i] ?? 0, citation]))
  const items = [...first].sort(([a], [b]) => a - b)
  if (items.length === 0) return null
  return h(
    'ol',
    { class: 'sources', 'aria-label': 'Quotes' },
    ...items.map(([number, citation]) =>
      h('li', {}, sourceButton(turn, number, citation, onCitation)),
    ),
  )
}

/**
 * @param {TurnState} turn
 * @param {number} number
 * @param {Citation} citation
 * @param {Parameters<typeof sourcesView>[1]} onCitation
 */
const sourceButton = (turn, number, citation, onCitation) => {
  const show = (/** @type {Event} */ { currentTarget }) =>
    onCitation(/** @type {HTMLElement} */ (currentTarget), citation, number, turn, true)
  return h(
    'button',
    { type: 'button', class: 'source', 'aria-haspopup': 'dialog', onclick: show },
    h('span', { class: 'marker', 'aria-hidden': 'true' }, String(number)),
    h(
      'span',
      { class: 'source-text' },
      h('span', { class: 'source-quote', dir: 'auto' }, citation.quote),
      h(
        'span',
        { class: 'source-where' },
        h('span', { dir: 'auto' }, splitTitle(citation.title ?? '').last),
        citation.url ? ` · ${shortUrl(citation.url)}` : '',
      ),
    ),
    h('span', { class: 'source-support' }, percent(citation.support)),
  )
}
