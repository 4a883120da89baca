/** The small buttons in a reply: a number where a quote backs it, a question mark where nothing does. */
import { h } from '../ground/dom.js'
import { splitTitle } from '../ground/labels.js'
import { percent } from '../ground/score-parts.js'
import { numberCitations, supportOf } from '../conversation/statement-state.js'

/** @import { Citation, Statement } from '../../src/spec/citation.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} MarkerActions
 * @property {(anchor: HTMLElement, citation: Citation, number: number, turn: TurnState, pinned: boolean) => void} onCitation
 * @property {(anchor: HTMLElement, statement: Statement) => void} onFlag
 * @property {() => void} onLeave
 */

/**
 * @param {TurnState} turn
 * @param {readonly Citation[]} citations
 * @param {number} index
 * @param {MarkerActions} actions
 */
export const citationMarker = (turn, citations, index, { onCitation, onLeave }) => {
  const citation = citations[index]
  if (citation === undefined) return document.createTextNode('')
  const number = numberCitations(turn.citations)[turn.citations.indexOf(citation)] ?? 0
  const about = citation.title ? `, ${splitTitle(citation.title).last}` : ''
  /** @type {(pinned: boolean) => (event: Event) => void} */
  const show =
    (pinned) =>
    ({ currentTarget }) =>
      onCitation(/** @type {HTMLElement} */ (currentTarget), citation, number, turn, pinned)
  return h(
    'button',
    {
      type: 'button',
      class: 'marker',
      'data-citation': index,
      'aria-label': `Quote ${number}${about}, support ${percent(citation.support)}`,
      'aria-haspopup': 'dialog',
      onclick: show(true),
      onpointerenter: show(false),
      onpointerleave: onLeave,
    },
    String(number),
  )
}

const FLAG_TEXTS = {
  unsupported: 'not supported by the sources',
  'partially-supported': 'supported in part only',
  unchecked: 'not checked against a source',
  supported: 'without a quote',
  'nothing-to-check': 'nothing to check',
}

/**
 * @param {Statement | undefined} statement
 * @param {MarkerActions} actions
 */
export const flagMarker = (statement, { onFlag }) => {
  if (statement === undefined) return document.createTextNode('')
  const said = FLAG_TEXTS[supportOf(statement)]
  const show = (/** @type {Event} */ { currentTarget }) =>
    onFlag(/** @type {HTMLElement} */ (currentTarget), statement)
  const label = `This statement is ${said}`
  return h(
    'button',
    { type: 'button', class: 'marker flag', 'aria-label': label, title: label, onclick: show },
    '?',
  )
}
