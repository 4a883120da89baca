/** Building elements. Text goes in as text, never as markup. */

/** @typedef {Node | string | false | null | undefined} Child */

/**
 * Attributes by name; `on…` are listeners, `vars` custom properties of the style. An attribute that is
 * false or undefined is left out, one that is true is empty.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...present(children))
  return element
}

/**
 * @param {Element} element
 * @param {...Child} children
 */
export const fill = (element, ...children) => element.replaceChildren(...present(children))

/**
 * The element with this id, which the page has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export const byId = (id) => {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no #${id}: this is a bug`)
  return element
}

/**
 * @param {Child[]} children
 * @returns {(Node | string)[]}
 */
const present = (children) =>
  children.flatMap((child) =>
    child === false || child === null || child === undefined ? [] : [child],
  )

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {unknown} value
 */
const setAttribute = (element, name, value) => {
  if (value === false || value === undefined || value === null) return
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2), /** @type {EventListener} */ (value))
  } else if (name === 'vars') {
    for (const [key, one] of Object.entries(value)) element.style.setProperty(key, String(one))
  } else
    element.setAttribute(name, value === true ? '' : `${/** @type {string | number} */ (value)}`)
}
