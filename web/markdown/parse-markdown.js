/** A reply as a tree of Markdown, with the place of each part in the text. */
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough'
import { gfmTable } from 'micromark-extension-gfm-table'

/** @import { Nodes, Root } from 'mdast' */
/** @typedef {{ readonly start: number, readonly end: number }} Span */

const OPTIONS = {
  extensions: [gfmTable(), gfmStrikethrough({ singleTilde: false })],
  mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()],
}

// Formulas are shown as they are written: their stars and underscores are no emphasis.
const MATH =
  /\$\$[^]+?\$\$|\\\([^]+?\\\)|\\\[[^]+?\\\]|(?<![\\\w$])\$(?=[^\s\d$])[^$\n]*?[^\s\\$]\$(?![\w$])/g
// A character that means nothing to Markdown; the text itself is shown in its place.
const BLANK = '\uE000'

/**
 * @param {string} text
 * @returns {{ root: Root, masked: string, math: Span[] }} `masked` has the places of `text`
 */
export const parseMarkdown = (text) => {
  /** @type {Span[]} */
  const math = []
  const masked = text.replaceAll(MATH, (formula, at) => {
    math.push({ start: at, end: at + formula.length })
    return formula.replaceAll(/[^\n]/g, BLANK)
  })
  return { root: fromMarkdown(masked, OPTIONS), masked, math }
}

/**
 * Where each character of a node's value stands in the text, which has escapes and indents that the value lacks.
 * @param {string} value
 * @param {string} masked
 * @param {Span} within
 * @returns {number[]}
 */
export const placesOf = (value, masked, { start, end }) => {
  /** @type {number[]} */
  const places = []
  let at = start
  for (let i = 0; i < value.length; i += 1) {
    const found = masked.indexOf(value.charAt(i), at)
    // An entity such as &copy; has no place of its own: it stands where it is written.
    const place = found === -1 || found >= end ? Math.min(at, end - 1) : found
    places.push(place)
    at = found === -1 || found >= end ? at : place + 1
  }
  return places
}

/**
 * @param {Nodes} node
 * @returns {Span}
 */
export const spanOf = ({ position }) => ({
  start: position?.start.offset ?? 0,
  end: position?.end.offset ?? 0,
})
