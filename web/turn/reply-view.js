/** The reply, as it arrives: text in pieces, citation markers, and doubtful statements marked. */
import { fill, h } from '../ground/dom.js'
import { shownReply } from '../conversation/shown-reply.js'
import { doubtfulStatements } from '../conversation/statement-state.js'
import { drawReply } from '../markdown/draw-reply.js'
import { citationMarker, flagMarker } from './markers.js'
import { layoutReply } from '../markdown/reply-layout.js'

/** @import { MarkerActions } from './markers.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

const still = matchMedia('(prefers-reduced-motion: reduce)')

// In which half of what is still hidden is let out, however busy the browser is; and one frame of it.
const HALF_MS = 270
const FRAME_MS = 16

/** @param {MarkerActions} actions */
export const createReplyView = (actions) => {
  const element = h('div', { class: 'reply', dir: 'auto' })
  // Characters shown: a reply arrives within an instant, and is let out at a pace that can be followed.
  let shown = 0
  let frame = 0
  // When the last of them were let out; 0 where none are waiting.
  let last = 0
  /** @type {TurnState | undefined} */
  let turn
  let drawn = ''

  const draw = () => {
    if (turn === undefined) return
    const { citations, text: whole } = contentOf(turn)
    const key = `${shown} ${turn.phase} ${citations.length} ${whole.length} ${turn.instead ?? ''}`
    if (key === drawn) return
    drawn = key
    const isWhole = shown >= whole.length
    const text = isWhole ? whole : whole.slice(0, wholeCharacters(whole, shown))
    const reply = shownReply(turn)
    const cited = citations.filter(({ end }) => end <= text.length)
    const statements = reply && isWhole ? reply.scorecard.statements : []
    const flags = reply?.abstained ? [] : doubtfulStatements(statements, citations)
    const about = { text: whole, citations, reply, question: turn.text }
    const page = layoutReply(text, cited, flags)
    const nodes = drawReply(page, {
      citation: (i) => citationMarker(about, cited[i], actions),
      flag: (i) => flagMarker(flags[i], actions),
    })
    fill(element, ...nodes)
    element.classList.toggle('arriving', !isWhole || turn.phase === 'replying')
  }

  const advance = (/** @type {number} */ now) => {
    frame = 0
    const share = 1 - 0.5 ** ((now - (last || now - FRAME_MS)) / HALF_MS)
    last = now
    const length = turn ? contentOf(turn).text.length : 0
    shown = Math.min(length, shown + Math.max(2, Math.ceil((length - shown) * share)))
    draw()
    if (shown < length) frame = requestAnimationFrame(advance)
    else last = 0
  }

  return {
    element,
    /** @param {TurnState} next */
    update: (next) => {
      const isHistory = turn === undefined && next.phase === 'done'
      const isSwapped = turn?.instead !== next.instead
      turn = next
      const { length } = contentOf(next).text
      if (length < shown) shown = 0
      if (isHistory || isSwapped || still.matches || document.hidden) shown = length
      if (shown < length && frame === 0) frame = requestAnimationFrame(advance)
      // What shows passages says it all in their cards.
      element.hidden = shownReply(next)?.kind === 'passages'
      draw()
    },
  }
}

/** @param {TurnState} turn */
const contentOf = (turn) => shownReply(turn) ?? { text: turn.replyText, citations: turn.citations }

/**
 * @param {string} text
 * @param {number} end
 */
const wholeCharacters = (text, end) => ((text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end)
