/** A laid out reply as elements. */
import { copyText } from '../ground/copy-text.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { highlight } from './highlight.js'

/** @import { Box, Piece } from './reply-layout.js' */
/** @typedef {{ readonly citation: (index: number) => Node, readonly flag: (index: number) => Node }} Markers */

/**
 * @param {Box} page
 * @param {Markers} markers
 * @returns {Node[]}
 */
export const drawReply = (page, markers) => page.children.map((child) => draw(child, markers))

/**
 * @param {Piece} piece
 * @param {Markers} markers
 * @returns {Node}
 */
const draw = (piece, markers) => {
  if (piece.kind === 'text') return drawText(piece)
  if (piece.kind !== 'box') return markers[piece.kind](piece.index)
  const inner = piece.children.map((child) => draw(child, markers))
  switch (piece.type) {
    case 'pre':
      return codeBlock(piece, markers)
    case 'heading':
      // The page's own headings lead through the turns; those of a reply are below them.
      return h('h4', { dir: 'auto' }, ...inner)
    case 'p':
    case 'li':
    case 'blockquote':
      return h(piece.type, { dir: 'auto' }, ...inner)
    case 'ol':
      return h('ol', { start: piece.from === 1 ? undefined : piece.from }, ...inner)
    case 'table':
      return h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': say('reply.table') },
        h('table', {}, ...inner),
      )
    case 'th':
    case 'td':
      return h(
        piece.type,
        {
          dir: 'auto',
          class: piece.align ?? undefined,
          scope: piece.type === 'th' ? 'col' : undefined,
        },
        ...inner,
      )
    case 'a':
      return piece.href === undefined
        ? h('span', {}, ...inner)
        : h('a', { href: piece.href, target: '_blank', rel: 'noreferrer noopener' }, ...inner)
    case 'label':
      return h('span', { class: 'code-language' }, ...inner)
    default:
      return h(piece.type, {}, ...inner)
  }
}

/**
 * @param {Box} block
 * @param {Markers} markers
 */
const codeBlock = ({ children, language = '' }, markers) => {
  const isLabel = (/** @type {Piece} */ child) => child.kind === 'box' && child.type === 'label'
  const label = children.find(isLabel)
  const content = children.filter((child) => !isLabel(child))
  const source = content.map((child) => (child.kind === 'text' ? child.text : '')).join('')
  const code = h('code', { dir: 'ltr' }, ...content.map((child) => draw(child, markers)))
  if (language !== '') highlight(code, language)
  return h(
    'div',
    { class: 'code-block' },
    h(
      'div',
      { class: 'code-head' },
      label ? draw(label, markers) : h('span', {}),
      copyButton(source),
    ),
    h('pre', { tabindex: '0', role: 'region', 'aria-label': say('reply.code') }, code),
  )
}

/** @param {string} source */
const copyButton = (source) => {
  const label = say('reply.copyCode')
  const button = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': label, title: label },
    icon('copy'),
  )
  const copy = async () => {
    const isCopied = await copyText(source)
    fill(button, icon(isCopied ? 'check' : 'alert'))
    button.title = isCopied ? say('copy.done') : say('copy.refused')
    setTimeout(() => fill(button, icon('copy')), 1_500)
  }
  button.addEventListener('click', () => void copy())
  return button
}

/** @param {Extract<Piece, { kind: 'text' }>} piece */
const drawText = ({ text, citation, flag, math }) => {
  const inner = math
    ? h('span', { class: 'math', dir: 'ltr' }, text)
    : document.createTextNode(text)
  const name = citation !== undefined ? 'cited' : flag !== undefined ? 'doubtful' : undefined
  if (name === undefined) return inner
  return h('span', { class: name, 'data-citation': citation, 'data-flag': flag }, inner)
}
