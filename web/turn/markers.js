/** The small buttons in a reply: a number where a quote backs it, a question mark where nothing does. */
import { h } from '../ground/dom.js'
import { splitTitle } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { compareCited } from '../conversation/compare-claims.js'
import { numberCitations, supportOf } from '../conversation/statement-state.js'

/** @import { Citation, Statement } from '../../src/spec/citation.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Cited, Comparison } from '../conversation/compare-claims.js' */

/**
 * @typedef {object} MarkerActions
 * @property {(anchor: HTMLElement, cited: Cited, pinned: boolean) => void} onCitation
 * @property {(anchor: HTMLElement, statement: Statement) => void} onFlag
 * @property {() => void} onLeave
 */

/**
 * @param {{ text: string, citations: readonly Citation[], reply: Reply | undefined, question: string }} shown
 * @param {Citation | undefined} citation
 * @param {MarkerActions} actions
 */
export const citationMarker = (shown, citation, { onCitation, onLeave }) => {
  if (citation === undefined) return document.createTextNode('')
  const { text, citations, reply, question } = shown
  const index = citations.indexOf(citation)
  const number = numberCitations(citations)[index] ?? 0
  const statement = text.slice(citation.start, citation.end)
  const about = { citation, number, reply, statement, question }
  const { how } = compareCited(about)
  /** @type {(pinned: boolean) => (event: Event) => void} */
  const show =
    (pinned) =>
    ({ currentTarget }) =>
      onCitation(/** @type {HTMLElement} */ (currentTarget), about, pinned)
  const from = citation.title ? `, ${splitTitle(citation.title).last}` : ''
  return h(
    'button',
    {
      type: 'button',
      class: `marker ${how}`,
      'data-citation': index,
      'aria-label': `${say('marker.quote', { number })}${from}, ${say(HOW[how])}`,
      'aria-haspopup': 'dialog',
      onclick: show(true),
      onpointerenter: show(false),
      onpointerleave: onLeave,
    },
    `${number}${how === 'differs' ? ' ≠' : ''}`,
  )
}

/** In words. @type {Readonly<Record<Comparison['how'], import('../ground/say.js').Word>>} */
export const HOW = {
  verbatim: 'quote.verbatim',
  reworded: 'quote.reworded',
  differs: 'quote.differs',
}

/** @type {Readonly<Record<ReturnType<typeof supportOf>, import('../ground/say.js').Word>>} */
const FLAG_TEXTS = {
  unsupported: 'flag.unsupported',
  'partially-supported': 'flag.partly',
  unchecked: 'flag.unchecked',
  supported: 'flag.noQuote',
  'nothing-to-check': 'flag.nothing',
}

/**
 * @param {Statement | undefined} statement
 * @param {MarkerActions} actions
 */
export const flagMarker = (statement, { onFlag }) => {
  if (statement === undefined) return document.createTextNode('')
  const show = (/** @type {Event} */ { currentTarget }) =>
    onFlag(/** @type {HTMLElement} */ (currentTarget), statement)
  const label = say(FLAG_TEXTS[supportOf(statement)])
  return h(
    'button',
    { type: 'button', class: 'marker flag', 'aria-label': label, title: label, onclick: show },
    '?',
  )
}
