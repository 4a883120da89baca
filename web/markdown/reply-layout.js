/** A reply laid out as it is shown: elements, text in pieces, and the markers behind what they stand for. */
import { cutText } from './cut-text.js'
import { parseMarkdown, spanOf } from './parse-markdown.js'
import { placeMarkers } from './place-markers.js'

/** @import { AlignType, Nodes, Parents } from 'mdast' */
/** @import { TextPiece } from './cut-text.js' */
/** @import { Span } from './parse-markdown.js' */

/**
 * @typedef {{ readonly kind: 'citation' | 'flag', readonly index: number }} MarkerPiece
 * @typedef {object} Box
 * @property {'box'} kind
 * @property {'p' | 'heading' | 'ul' | 'ol' | 'li' | 'blockquote' | 'pre' | 'code' | 'strong' | 'em' | 'del' | 'a'
 *   | 'table' | 'tr' | 'th' | 'td' | 'hr' | 'br' | 'label' | 'span'} type
 * @property {Piece[]} children
 * @property {string} [href] of a link that may be opened
 * @property {string} [language] of code
 * @property {number} [from] the number that an ordered list begins with
 * @property {AlignType} [align] of a cell
 * @typedef {Box | TextPiece | MarkerPiece} Piece
 */

/**
 * Every citation and every flag gets one marker, right behind its span or, where that ends in syntax or
 * white space, behind the last text before it.
 * @param {string} text
 * @param {readonly Span[]} citations
 * @param {readonly Span[]} flags statements that are to be marked as doubtful
 * @returns {Box}
 */
export const layoutReply = (text, citations, flags) => {
  const { root, masked, math } = parseMarkdown(text)
  const cut = (/** @type {string} */ value, /** @type {Span} */ within) =>
    cutText(value, within, { text, masked, citations, flags, math })

  /**
   * @param {Parents} parent
   * @param {boolean} [isTight] whether paragraphs are no blocks of their own
   * @returns {Piece[]}
   */
  const inside = (parent, isTight = false) =>
    parent.children.flatMap((child) =>
      isTight && child.type === 'paragraph' ? inside(child) : lay(child),
    )
  /**
   * @param {Box['type']} type
   * @param {Piece[]} children
   * @param {Partial<Box>} [more]
   * @returns {Box[]}
   */
  const box = (type, children, more = {}) => [{ kind: 'box', type, children, ...more }]

  /**
   * @param {Nodes} node
   * @returns {Piece[]}
   */
  const lay = (node) => {
    const span = spanOf(node)
    switch (node.type) {
      case 'text':
        return cut(node.value, span)
      case 'inlineCode':
        return box('code', cut(node.value, span))
      case 'code':
        return box('pre', [...label(node, span), ...cut(node.value, contentOf(span, masked))], {
          ...(node.lang && { language: node.lang }),
        })
      case 'html':
        return cut(node.value, span)
      case 'paragraph':
        return box('p', inside(node))
      case 'heading':
        return box('heading', inside(node))
      case 'list':
        return box(node.ordered ? 'ol' : 'ul', inside(node), { from: node.start ?? 1 })
      case 'listItem':
        return box('li', inside(node, node.spread !== true))
      case 'table':
        return box(
          'table',
          node.children.flatMap((row, i) => layRow(row, i, node.align ?? [])),
        )
      case 'link':
        return box('a', inside(node), isWeb(node.url) ? { href: node.url } : {})
      case 'image':
        return cut(node.alt || node.url, span)
      case 'imageReference':
      case 'linkReference':
      case 'footnoteReference':
      case 'definition':
        return cut(masked.slice(span.start, span.end), span)
      case 'break':
        return box('br', [])
      case 'thematicBreak':
        return box('hr', [])
      case 'emphasis':
        return box('em', inside(node))
      case 'strong':
        return box('strong', inside(node))
      case 'delete':
        return box('del', inside(node))
      case 'blockquote':
        return box('blockquote', inside(node))
      default:
        return 'children' in node ? inside(node) : []
    }
  }

  /**
   * @param {Extract<Nodes, { type: 'tableRow' }>} row
   * @param {number} index
   * @param {readonly AlignType[]} align
   */
  const layRow = (row, index, align) =>
    box(
      'tr',
      row.children.flatMap((cell, i) =>
        box(index === 0 ? 'th' : 'td', inside(cell), { align: align[i] ?? null }),
      ),
    )

  /** What stands behind the fence: the language, mostly. */
  const label = (
    /** @type {Extract<Nodes, { type: 'code' }>} */ node,
    /** @type {Span} */ span,
  ) => {
    const said = [node.lang, node.meta].filter(Boolean).join(' ')
    const line = { start: span.start, end: lineEnd(span, masked) }
    const bare = { text, masked, citations: [], flags: [], math: [] }
    return said === '' ? [] : box('label', cutText(said, line, bare))
  }

  const [page] = box('span', inside(root))
  if (page === undefined) throw new Error('a reply without a box: this is a bug')
  placeMarkers(page, citations, flags)
  return page
}

const isWeb = (/** @type {string} */ url) => /^https?:\/\//i.test(url)

/**
 * @param {Span} span
 * @param {string} masked
 */
const lineEnd = ({ start, end }, masked) => {
  const newline = masked.indexOf('\n', start)
  return newline === -1 || newline > end ? end : newline
}

/**
 * Of fenced code, what lies between the fences.
 * @param {Span} span
 * @param {string} masked
 */
const contentOf = (span, masked) => {
  const isFenced = /^(?:`{3}|~{3})/.test(masked.slice(span.start, span.start + 3))
  return isFenced ? { start: lineEnd(span, masked) + 1, end: span.end } : span
}
