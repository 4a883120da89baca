/** A reply cut into the pieces that are shown: text, and the markers behind what they stand for. */
import { findMarks, splitBlocks } from './reply-blocks.js'

/** @import { Block } from './reply-blocks.js' */

/**
 * @typedef {{ readonly start: number, readonly end: number }} Span
 *
 * @typedef {object} TextPiece
 * @property {'text'} kind
 * @property {number} start
 * @property {number} end
 * @property {string} text
 * @property {boolean} code
 * @property {boolean} strong
 * @property {number} [citation] index of the citation whose span it is in
 * @property {number} [flag] index of the doubtful statement that it is in
 *
 * @typedef {{ readonly kind: 'citation' | 'flag', readonly index: number }} MarkerPiece
 * @typedef {TextPiece | MarkerPiece} Piece
 * @typedef {{ readonly block: Block, readonly pieces: readonly Piece[] }} LaidBlock
 */

/**
 * Every citation and every flag gets one marker, right behind its span or, where that ends in syntax or
 * white space, behind the last text before it.
 * @param {string} text
 * @param {readonly Span[]} citations
 * @param {readonly Span[]} flags statements that are to be marked as doubtful
 * @returns {LaidBlock[]}
 */
export const layoutReply = (text, citations, flags) => {
  const blocks = splitBlocks(text)
  const waiting = [...markersOf('citation', citations), ...markersOf('flag', flags)].sort(
    (a, b) => a.end - b.end,
  )
  return blocks.map((block, i) => {
    const until = blocks[i + 1]?.start ?? Infinity
    /** @type {Piece[]} */
    const pieces = []
    for (const piece of cutBlock(text, block, citations, flags)) {
      putMarkers(pieces, waiting, piece.start)
      pieces.push(piece)
    }
    putMarkers(pieces, waiting, block.end)
    putMarkers(pieces, waiting, until)
    return {
      block,
      pieces: pieces.filter((piece) => piece.kind !== 'flag' || hasWords(pieces, piece.index)),
    }
  })
}

// A statement may be all syntax, such as the fence of a code block.
/**
 * @param {readonly Piece[]} pieces
 * @param {number} flag
 */
const hasWords = (pieces, flag) =>
  pieces.some((one) => one.kind === 'text' && one.flag === flag && /[\p{L}\p{N}]/u.test(one.text))

/**
 * @param {'citation' | 'flag'} kind
 * @param {readonly Span[]} spans
 */
const markersOf = (kind, spans) => spans.map(({ end }, index) => ({ kind, index, end }))

/**
 * @param {Piece[]} pieces
 * @param {(MarkerPiece & { end: number })[]} waiting
 * @param {number} until
 */
const putMarkers = (pieces, waiting, until) => {
  for (let next = waiting[0]; next !== undefined && next.end <= until; next = waiting[0]) {
    pieces.push({ kind: next.kind, index: next.index })
    waiting.shift()
  }
}

/**
 * @param {string} text
 * @param {Block} block
 * @param {readonly Span[]} citations
 * @param {readonly Span[]} flags
 * @returns {TextPiece[]} all of the block but its syntax, in order
 */
const cutBlock = (text, block, citations, flags) => {
  const marks = findMarks(text, block)
  const inner = marks.map((mark) => ({
    ...mark,
    start: mark.start + mark.syntax,
    end: mark.end - mark.syntax,
  }))
  const edges = [block, ...marks, ...inner, ...citations, ...flags].flatMap((o) => [o.start, o.end])
  const cuts = [...new Set(edges)]
    .filter((at) => at >= block.start && at <= block.end)
    .sort((a, b) => a - b)
  return cuts.slice(0, -1).flatMap((start, i) => {
    const span = { start, end: cuts[i + 1] ?? start }
    const mark = inner[marks.findIndex((one) => holds(one, span))]
    if (mark !== undefined && !holds(mark, span)) return []
    const citation = citations.findIndex((one) => holds(one, span))
    const flag = flags.findIndex((one) => holds(one, span))
    return {
      kind: /** @type {const} */ ('text'),
      ...span,
      text: text.slice(span.start, span.end),
      code: block.type === 'code' || mark?.type === 'code',
      strong: mark?.type === 'strong',
      ...(citation >= 0 && { citation }),
      ...(flag >= 0 && { flag }),
    }
  })
}

/**
 * @param {Span} outer
 * @param {Span} inner
 */
const holds = (outer, inner) => outer.start <= inner.start && inner.end <= outer.end
