/** Past dialogues, and a new one. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { timeAgo } from '../ground/labels.js'

/** @import { DialogueSummary } from '../service/api.js' */

/**
 * @typedef {object} SidebarActions
 * @property {() => void} onNew
 * @property {(id: string) => void} onOpen
 * @property {(id: string) => void} onDelete
 */

/**
 * @param {HTMLElement} element
 * @param {SidebarActions} actions
 */
export const createSidebar = (element, { onNew, onOpen, onDelete }) => {
  const list = h('ul', { class: 'dialogues' })
  fill(
    element,
    h(
      'a',
      { class: 'brand', href: '#' },
      h('img', { src: 'dunnock.svg', alt: '', width: '30', height: '30' }),
      'Dunnock',
    ),
    h('button', { type: 'button', class: 'new', onclick: onNew }, icon('plus'), 'New dialogue'),
    list,
    h(
      'footer',
      {},
      h('a', { href: 'docs' }, 'API'),
      h('a', { href: 'metrics' }, 'Metrics'),
      h('a', { href: 'health' }, 'Health'),
    ),
  )
  return {
    /**
     * @param {readonly DialogueSummary[]} dialogues
     * @param {string | undefined} openId
     */
    update: (dialogues, openId) => {
      const now = Date.now()
      const rows = dialogues.map(({ id, title, updatedAt }) => {
        const open = (/** @type {Event} */ event) => {
          event.preventDefault()
          onOpen(id)
        }
        return h(
          'li',
          {},
          h(
            'a',
            {
              href: `#${id}`,
              title,
              onclick: open,
              'aria-current': id === openId ? 'page' : undefined,
            },
            h('span', { class: 'dialogue-title', dir: 'auto' }, title),
            h('span', { class: 'dialogue-time' }, timeAgo(updatedAt, now)),
          ),
          deleteButton(title, () => onDelete(id)),
        )
      })
      fill(
        list,
        ...(rows.length > 0 ? rows : [h('li', { class: 'hint' }, 'Dialogues are kept here.')]),
      )
    },
  }
}

/**
 * Asks once more before it deletes.
 * @param {string} title
 * @param {() => void} onSure
 */
const deleteButton = (title, onSure) => {
  const button = h(
    'button',
    { type: 'button', class: 'quiet delete', 'aria-label': `Delete “${title}”`, title: 'Delete' },
    icon('trash'),
  )
  let isSure = false
  button.addEventListener('click', () => {
    if (isSure) onSure()
    isSure = true
    fill(button, 'Delete?')
  })
  button.addEventListener('blur', () => {
    isSure = false
    fill(button, icon('trash'))
  })
  return button
}
