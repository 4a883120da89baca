/** Documents and rules, over the dialogue. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @typedef {'documents' | 'rules'} Tab */
/** @typedef {{ readonly element: HTMLElement, readonly show: () => void }} TabView */

/** @param {Readonly<Record<Tab, TabView>>} views */
export const createLibraryDialog = (views) => {
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('close') },
    icon('close'),
  )
  const body = h('div', {
    class: 'library-body',
    role: 'tabpanel',
    id: 'library-panel',
    tabindex: '0',
  })
  const tabs = /** @type {const} */ (['documents', 'rules']).map((tab) => ({
    tab,
    button: h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${tab}`,
        'aria-controls': 'library-panel',
        onclick: () => show(tab),
      },
      say(tab),
    ),
  }))
  const list = h(
    'div',
    { role: 'tablist', class: 'tabs', 'aria-label': say('library') },
    ...tabs.map(({ button }) => button),
  )
  const dialog = h(
    'dialog',
    { class: 'library', 'aria-label': say('library') },
    h('header', {}, list, close),
    body,
  )
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  list.addEventListener('keydown', ({ key }) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const other = tabs.find(({ button }) => button.getAttribute('aria-selected') === 'false')
    if (!other) return
    show(other.tab)
    other.button.focus()
  })
  document.body.append(dialog)

  const show = (/** @type {Tab} */ wanted) => {
    for (const { tab, button } of tabs) {
      button.setAttribute('aria-selected', String(tab === wanted))
      button.tabIndex = tab === wanted ? 0 : -1
    }
    body.setAttribute('aria-labelledby', `tab-${wanted}`)
    fill(body, views[wanted].element)
    views[wanted].show()
  }
  return {
    /** @param {Tab} tab */
    open: (tab) => {
      show(tab)
      if (!dialog.open) dialog.showModal()
    },
  }
}
