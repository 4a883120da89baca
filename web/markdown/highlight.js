/** Colours for code. The grammars are many times the size of the page, and are loaded with the first code to colour. */

/** @import { Element, Root, RootContent } from 'hast' */

/** @type {Promise<typeof import('./grammars.js')> | undefined} */
let loading

/**
 * Colours each run of text in an element, as soon as the grammars are there.
 * @param {HTMLElement} code
 * @param {string} language as the writer named it
 */
export const highlight = (code, language) => {
  loading ??= import('./grammars.js')
  // Without them code is black on white, and just as right.
  loading
    .then(({ colour }) => colourIn(code, (text) => colour(text, language)))
    .catch(() => undefined)
}

/**
 * @param {HTMLElement} element
 * @param {(text: string) => Root | undefined} colour
 */
const colourIn = (element, colour) => {
  // Those that are there now: what takes their place is not looked at again.
  const children = [...element.childNodes]
  for (const child of children) {
    if (child instanceof Text) {
      const tree = colour(child.data)
      if (tree) child.replaceWith(...tree.children.map(toNode))
    } else if (child instanceof HTMLElement && !child.matches('button')) colourIn(child, colour)
  }
}

/**
 * @param {RootContent | Element['children'][number]} node
 * @returns {Node}
 */
const toNode = (node) => {
  if (node.type === 'text') return document.createTextNode(node.value)
  const span = document.createElement('span')
  if (node.type !== 'element') return span
  span.className = String(/** @type {unknown} */ (node.properties['className'] ?? '')).replaceAll(
    ',',
    ' ',
  )
  span.append(...node.children.map(toNode))
  return span
}
