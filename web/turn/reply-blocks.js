/** The little Markdown that replies hold: which characters are content, and which are syntax. */

/**
 * Offsets are half-open, in UTF-16 code units of the whole reply.
 * @typedef {object} Block
 * @property {'paragraph' | 'item' | 'heading' | 'code'} type
 * @property {number} start
 * @property {number} end
 * @property {string} [marker] of a list item, such as "1."
 *
 * @typedef {object} Mark
 * @property {'code' | 'strong'} type
 * @property {number} start with its syntax
 * @property {number} end with its syntax
 * @property {number} syntax length of the syntax on either side
 */

const FENCE = /^ {0,3}(?:```|~~~)[\w+#.-]*\s*$/
const ITEM = /^(\s*)([-*•]|\d{1,3}[.)])\s+(?=\S)/
const HEADING = /^#{1,6}\s+(?=\S)/

/**
 * @param {string} text
 * @returns {Block[]} in order; what lies between them is white space and syntax
 */
export const splitBlocks = (text) => {
  /** @type {Block[]} */
  const blocks = []
  /** @type {Block | undefined} */
  let open
  let inCode = false
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(at, end)
    if (FENCE.test(line)) {
      inCode = !inCode
      open = undefined
    } else if (inCode) {
      if (open === undefined) blocks.push((open = { type: 'code', start: at, end }))
      else open.end = end
    } else if (line.trim() === '') open = undefined
    else {
      const begun = beginBlock(line, at)
      if (begun !== undefined || open === undefined || open.type === 'heading') {
        blocks.push((open = begun ?? { type: 'paragraph', start: at, end }))
      }
      open.end = end
    }
    at = end + 1
  }
  return blocks
}

/**
 * @param {string} line
 * @param {number} at
 * @returns {Block | undefined} where the line begins a block other than a paragraph
 */
const beginBlock = (line, at) => {
  const item = ITEM.exec(line)
  if (item !== null) {
    const [syntax, , marker = ''] = item
    return { type: 'item', start: at + syntax.length, end: at, marker }
  }
  const heading = HEADING.exec(line)
  return heading === null ? undefined : { type: 'heading', start: at + heading[0].length, end: at }
}

/**
 * @param {string} text
 * @param {Block} block
 * @returns {Mark[]} in order, none inside another
 */
export const findMarks = (text, { type, start, end }) => {
  if (type === 'code') return []
  const marks = text.slice(start, end).matchAll(/`[^`\n]+`|\*\*(?=\S)[^*\n]+?(?<=\S)\*\*/g)
  return [...marks].map(({ 0: found, index }) => ({
    type: found.startsWith('`') ? 'code' : 'strong',
    start: start + index,
    end: start + index + found.length,
    syntax: found.startsWith('`') ? 1 : 2,
  }))
}
