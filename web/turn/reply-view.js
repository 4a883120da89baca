/** The reply, as it arrives: text in pieces, citation markers, and doubtful statements marked. */
import { fill, h } from '../ground/dom.js'
import { citationMarker, flagMarker } from './markers.js'
import { layoutReply } from './reply-layout.js'
import { doubtfulStatements } from '../conversation/statement-state.js'

/** @import { MarkerActions } from './markers.js' */
/** @import { LaidBlock, Piece } from './reply-layout.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** @param {MarkerActions} actions */
export const createReplyView = (actions) => {
  const element = h('div', { class: 'reply', dir: 'auto' })
  // Characters shown: a reply arrives within an instant, and is let out at a pace that can be followed.
  let shown = 0
  let frame = 0
  /** @type {TurnState | undefined} */
  let turn
  let drawn = ''

  const draw = () => {
    if (turn === undefined) return
    const key = `${shown} ${turn.phase} ${turn.citations.length} ${turn.replyText.length}`
    if (key === drawn) return
    drawn = key
    const isWhole = shown >= turn.replyText.length
    const text = turn.replyText.slice(
      0,
      isWhole ? undefined : wholeCharacters(turn.replyText, shown),
    )
    const citations = turn.citations.filter(({ end }) => end <= text.length)
    const statements = turn.reply && isWhole ? turn.reply.scorecard.statements : []
    const flags = turn.reply?.abstained ? [] : doubtfulStatements(statements, turn.citations)
    const own = turn
    const markers = {
      citation: (/** @type {number} */ i) => citationMarker(own, citations, i, actions),
      flag: (/** @type {number} */ i) => flagMarker(flags[i], actions),
    }
    const blocks = layoutReply(text, citations, flags).map((laid) => drawBlock(laid, markers))
    fill(element, ...blocks)
    element.classList.toggle('arriving', !isWhole || turn.phase === 'replying')
  }

  const advance = () => {
    frame = 0
    const length = turn?.replyText.length ?? 0
    shown = Math.min(length, shown + Math.max(2, Math.ceil((length - shown) / 24)))
    draw()
    if (shown < length) frame = requestAnimationFrame(advance)
  }

  return {
    element,
    /** @param {TurnState} next */
    update: (next) => {
      const isHistory = turn === undefined && next.phase === 'done'
      turn = next
      if (next.replyText.length < shown) shown = 0
      if (isHistory || still.matches || document.hidden) shown = next.replyText.length
      if (shown < next.replyText.length && frame === 0) frame = requestAnimationFrame(advance)
      draw()
    },
  }
}

/**
 * @param {string} text
 * @param {number} end
 */
const wholeCharacters = (text, end) => ((text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end)

/**
 * @param {LaidBlock} laid
 * @param {{ citation: (i: number) => Node, flag: (i: number) => Node }} markers
 */
const drawBlock = ({ block, pieces }, markers) => {
  const nodes = pieces.map((piece) =>
    piece.kind === 'text' ? drawText(piece) : markers[piece.kind](piece.index),
  )
  switch (block.type) {
    case 'code':
      return h('pre', { tabindex: '0' }, h('code', { dir: 'ltr' }, ...nodes))
    case 'item':
      return h(
        'p',
        { class: 'item', dir: 'auto' },
        h('span', { class: 'bullet' }, bullet(block.marker)),
        h('span', {}, ...nodes),
      )
    case 'heading':
      return h('p', { class: 'heading', dir: 'auto' }, ...nodes)
    default:
      return h('p', { dir: 'auto' }, ...nodes)
  }
}

/** @param {string | undefined} marker */
const bullet = (marker = '') => (/\d/.test(marker) ? marker : '•')

/** @param {Extract<Piece, { kind: 'text' }>} piece */
const drawText = ({ text, code, strong, citation, flag }) => {
  const name = citation !== undefined ? 'cited' : flag !== undefined ? 'doubtful' : undefined
  const inner = code ? h('code', {}, text) : strong ? h('strong', {}, text) : text
  if (name === undefined) return inner
  return h('span', { class: name, 'data-citation': citation, 'data-flag': flag }, inner)
}
