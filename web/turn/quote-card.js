/** The card that opens at a marker: the quote inside its snippet, and where that stands. */
import { fill, h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { citationContent, flagContent } from './quote-content.js'

/** @import { Statement } from '../../src/spec/citation.ts' */
/** @import { Evidence } from '../../src/spec/evidence.ts' */
/** @import { Cited } from '../conversation/compare-claims.js' */

const CLOSE_MS = 250

/** @param {{ onPage?: (evidence: Evidence, span: { start: number, end: number }) => void, root?: HTMLElement | ShadowRoot }} actions */
export const createQuoteCard = ({ onPage, root = document.body }) => {
  const card = h('div', {
    class: 'quote-card',
    role: 'dialog',
    'aria-label': say('quote.card'),
    tabindex: '-1',
  })
  card.hidden = true
  root.append(card)
  /** @type {HTMLElement | undefined} */
  let anchor
  let isPinned = false
  let closing = 0

  const close = () => {
    clearTimeout(closing)
    if (card.hidden) return
    const hadFocus = card.matches(':focus-within')
    card.hidden = true
    anchor?.classList.remove('active')
    highlight(anchor, false)
    if (hadFocus) anchor?.focus()
    anchor = undefined
    isPinned = false
  }
  const closeSoon = () => {
    if (isPinned) return
    clearTimeout(closing)
    closing = setTimeout(close, CLOSE_MS)
  }

  /**
   * @param {HTMLElement} at
   * @param {boolean} pinned
   * @param {Node[]} content
   */
  const open = (at, pinned, content) => {
    clearTimeout(closing)
    if (anchor === at && !card.hidden) {
      if (pinned && isPinned) close()
      else if (pinned) pin()
      return
    }
    if (isPinned && !pinned) return
    close()
    anchor = at
    at.classList.add('active')
    highlight(at, true)
    fill(card, ...content)
    card.hidden = false
    place(card, at)
    if (pinned) pin()
  }
  const pin = () => {
    isPinned = true
    card.focus({ preventScroll: true })
  }

  card.addEventListener('pointerenter', () => clearTimeout(closing))
  card.addEventListener('pointerleave', closeSoon)
  document.addEventListener('pointerdown', (event) => {
    // Within a shadow, the document sees its host alone.
    const [target] = event.composedPath()
    if (target instanceof Node && !card.contains(target) && !anchor?.contains(target)) close()
  })
  const onScroll = (/** @type {Event} */ { target }) => {
    if (target !== card && !(target instanceof Node && card.contains(target))) close()
  }
  document.addEventListener('scroll', onScroll, { capture: true, passive: true })

  return {
    close,
    closeSoon,
    isOpen: () => !card.hidden,
    /** @type {(at: HTMLElement, cited: Cited, pinned: boolean) => void} */
    showCitation: (at, cited, pinned) => open(at, pinned, citationContent(cited, close, onPage)),
    /** @type {(at: HTMLElement, statement: Statement) => void} */
    showFlag: (at, statement) => open(at, true, flagContent(statement, close)),
  }
}

/**
 * Marks the words that the marker stands for.
 * @param {HTMLElement | undefined} marker
 * @param {boolean} isOn
 */
const highlight = (marker, isOn) => {
  const { citation } = marker?.dataset ?? {}
  if (citation === undefined) return
  for (const span of marker?.closest('.reply')?.querySelectorAll('.cited') ?? []) {
    const isIts = /** @type {HTMLElement} */ (span).dataset['citation'] === citation
    span.classList.toggle('lit', isOn && isIts)
  }
}

/**
 * Below the marker where there is room, else above; on a small screen the style sheet puts it at the bottom.
 * @param {HTMLElement} card
 * @param {HTMLElement} at
 */
const place = (card, at) => {
  const [box, { offsetWidth: width, offsetHeight: height }] = [at.getBoundingClientRect(), card]
  const left = Math.max(12, Math.min(box.left - 40, innerWidth - width - 12))
  const fits = box.bottom + 8 + height < innerHeight
  const top = fits ? box.bottom + 8 : Math.max(12, box.top - height - 8)
  card.style.setProperty('--left', `${left}px`)
  card.style.setProperty('--top', `${top}px`)
}
