/** One past dialogue: opened, renamed, deleted, and brought back. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { timeAgo } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { DialogueSummary } from '../service/api.js' */

/**
 * @typedef {object} DialogueActions
 * @property {(id: string) => void} onOpen
 * @property {(id: string, title: string) => void} onRename
 * @property {(id: string) => void} onDelete
 * @property {(id: string) => void} onRestore
 */

const DOUBLE_CLICK_MS = 500

/**
 * @param {string} id
 * @param {DialogueActions} actions
 */
export const createDialogueRow = (id, { onOpen, onRename, onDelete, onRestore }) => {
  const element = h('li', {})
  let drawn = ''
  let isNaming = false

  /**
   * @param {DialogueSummary} summary
   * @param {boolean} isOpen
   */
  const drawLink = ({ title, updatedAt }, isOpen) => {
    const open = (/** @type {Event} */ event) => {
      event.preventDefault()
      onOpen(id)
    }
    fill(
      element,
      h(
        'a',
        { href: `#${id}`, title, onclick: open, 'aria-current': isOpen ? 'page' : undefined },
        h('span', { class: 'dialogue-title', dir: 'auto' }, title),
        h('span', { class: 'dialogue-time' }, timeAgo(updatedAt, Date.now())),
      ),
      h(
        'span',
        { class: 'row-buttons' },
        button(say('dialogue.rename', { title }), 'pencil', () => drawForm(title)),
        button(say('dialogue.delete', { title }), 'trash', () => onDelete(id)),
      ),
    )
  }
  /** In the place of the row, so that a second click deletes nothing else. @param {string} title */
  const drawGone = (title) => {
    const undo = h('button', { type: 'button', class: 'link' }, say('undo'))
    const born = performance.now()
    undo.addEventListener('click', () => {
      // The second click of two was meant for the button that was here.
      if (performance.now() - born > DOUBLE_CLICK_MS) onRestore(id)
    })
    const hadFocus = element.contains(document.activeElement)
    fill(
      element,
      h(
        'div',
        { class: 'gone' },
        h('span', { class: 'dialogue-title' }, say('dialogue.deleted', { title })),
        undo,
      ),
    )
    if (hadFocus) undo.focus()
  }
  const drawForm = (/** @type {string} */ title) => {
    drawn = ''
    isNaming = true
    const input = h('input', {
      type: 'text',
      maxlength: '200',
      'aria-label': say('dialogue.title'),
      dir: 'auto',
    })
    input.value = title
    const done = (/** @type {string} */ name) => {
      isNaming = false
      onRename(id, name.trim() === '' ? title : name.trim())
    }
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault()
      done(input.value)
    }
    const form = h('form', { class: 'rename-form', onsubmit: submit }, input)
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      done(title)
    })
    fill(element, form)
    input.select()
  }

  return {
    element,
    /**
     * @param {DialogueSummary} summary
     * @param {{ isOpen: boolean, isGoing: boolean }} state
     */
    update: (summary, { isOpen, isGoing }) => {
      const key = JSON.stringify([summary, isOpen, isGoing])
      if (key === drawn || isNaming) return
      const hadFocus = element.contains(document.activeElement)
      drawn = key
      if (isGoing) drawGone(summary.title)
      else drawLink(summary, isOpen)
      if (hadFocus && !isGoing) element.querySelector('a')?.focus()
    },
  }
}

/**
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} onclick
 */
const button = (label, name, onclick) =>
  h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick },
    icon(name),
  )
