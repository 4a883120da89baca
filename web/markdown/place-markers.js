/** Puts the markers of a reply behind what they stand for. */

/** @import { Span } from './parse-markdown.js' */
/** @import { Box, MarkerPiece, Piece } from './reply-layout.js' */

/**
 * @typedef {{ readonly piece: Extract<Piece, { kind: 'text' }>, readonly path: readonly Box[] }} Leaf the boxes
 *   from the outermost in
 */

/**
 * @param {Box} page
 * @param {readonly Span[]} citations
 * @param {readonly Span[]} flags
 */
export const placeMarkers = (page, citations, flags) => {
  const leaves = leavesOf(page, [])
  const behind = page.children.length
  /** @type {(MarkerPiece & { end: number })[]} */
  const markers = [...markersOf('citation', citations), ...markersOf('flag', flags)]
    .filter(({ kind, index }) => kind !== 'flag' || hasWords(leaves, index))
    // From the last to the first: those that end at the same place come to stand in their order.
    .sort((a, b) => b.end - a.end || b.index - a.index)
  for (const { kind, index, end } of markers) {
    const leaf = leaves.findLast(({ piece }) => piece.end <= end) ?? leaves[0]
    if (leaf !== undefined) insertBehind(leaf, { kind, index })
    // A block of code that is empty yet shows its language alone.
    else if (behind > 0) page.children.splice(behind, 0, { kind, index })
  }
}

/**
 * @param {'citation' | 'flag'} kind
 * @param {readonly Span[]} spans
 */
const markersOf = (kind, spans) => spans.map(({ end }, index) => ({ kind, index, end }))

/**
 * @param {Box} box
 * @param {readonly Box[]} above
 * @returns {Leaf[]}
 */
const leavesOf = (box, above) => {
  const path = [...above, box]
  return box.children.flatMap((child) => {
    // The name of a language is no part of what is said.
    if (child.kind === 'box') return child.type === 'label' ? [] : leavesOf(child, path)
    return child.kind === 'text' ? [{ piece: child, path }] : []
  })
}

/**
 * A statement may be all syntax, such as the fence of a code block.
 * @param {readonly Leaf[]} leaves
 * @param {number} flag
 */
const hasWords = (leaves, flag) =>
  leaves.some(({ piece }) => piece.flag === flag && /[\p{L}\p{N}]/u.test(piece.text))

/**
 * A button may not stand in a link, and is no part of a code word.
 * @param {Leaf} leaf
 * @param {MarkerPiece} marker
 */
const insertBehind = ({ piece, path }, marker) => {
  const outer = path.findIndex(({ type }) => type === 'a' || type === 'code')
  const parent = outer > 0 ? path[outer - 1] : path.at(-1)
  const child = outer > 0 ? path[outer] : piece
  const at = child ? (parent?.children.indexOf(child) ?? -1) : -1
  parent?.children.splice(at + 1, 0, marker)
}
