/** Past dialogues, a new one, and the way to the library. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { chooseLanguage, language, LANGUAGES, say } from '../ground/say.js'
import { createDialogueRow } from './dialogue-row.js'

/** @import { DialogueSummary } from '../service/api.js' */
/** @import { DialogueActions } from './dialogue-row.js' */

/**
 * @typedef {DialogueActions & { onNew: () => void, onMore: () => void, onSearch: (query: string) => void,
 *   onLibrary: (tab: 'documents' | 'rules') => void }} SidebarActions
 * @typedef {{ readonly list: readonly DialogueSummary[], readonly hasMore: boolean, readonly query: string,
 *   readonly going: ReadonlyMap<string, number> }} Dialogues
 */

const TYPING_MS = 250

/**
 * @param {HTMLElement} element
 * @param {SidebarActions} actions
 */
export const createSidebar = (element, actions) => {
  const list = h('ul', { class: 'dialogues' })
  const more = h(
    'button',
    { type: 'button', class: 'link more-dialogues', onclick: actions.onMore },
    say('dialogues.more'),
  )
  const search = h('input', {
    type: 'search',
    placeholder: say('dialogues.search'),
    'aria-label': say('dialogues.search'),
  })
  let timer = 0
  search.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => actions.onSearch(search.value), TYPING_MS)
  })
  const goHome = (/** @type {Event} */ event) => {
    event.preventDefault()
    actions.onNew()
  }
  fill(
    element,
    h(
      'a',
      { class: 'brand', href: '#', onclick: goHome },
      h('img', { src: 'dunnock.svg', alt: '', width: '30', height: '30' }),
      'Dunnock',
    ),
    h(
      'button',
      { type: 'button', class: 'new', onclick: actions.onNew },
      icon('plus'),
      say('dialogue.new'),
    ),
    search,
    h('div', { class: 'dialogue-scroll' }, list, more),
    h(
      'div',
      { class: 'library-links' },
      h(
        'button',
        { type: 'button', class: 'quiet wide', onclick: () => actions.onLibrary('documents') },
        icon('file'),
        say('documents'),
      ),
      h(
        'button',
        { type: 'button', class: 'quiet wide', onclick: () => actions.onLibrary('rules') },
        icon('scales'),
        say('rules'),
      ),
    ),
    h(
      'footer',
      {},
      h('a', { href: 'docs' }, 'API'),
      h('a', { href: 'metrics' }, say('metrics')),
      languages(),
    ),
  )
  /** @type {Map<string, ReturnType<typeof createDialogueRow>>} */
  let rows = new Map()
  return {
    /**
     * @param {Dialogues} dialogues
     * @param {string | undefined} openId
     */
    update: ({ list: all, hasMore, query, going }, openId) => {
      more.hidden = !hasMore
      const kept = new Map(
        all.map(({ id }) => [id, rows.get(id) ?? createDialogueRow(id, actions)]),
      )
      for (const summary of all) {
        kept
          .get(summary.id)
          ?.update(summary, { isOpen: summary.id === openId, isGoing: going.has(summary.id) })
      }
      rows = kept
      const elements = [...kept.values()].map((row) => row.element)
      const empty = h(
        'li',
        { class: 'hint' },
        query === '' ? say('dialogues.none') : say('dialogues.notFound'),
      )
      const wanted = elements.length > 0 ? elements : [empty]
      // Rows that stay are not touched: one of them may have the focus.
      if (
        wanted.length !== list.childElementCount ||
        wanted.some((one, i) => one !== list.children[i])
      ) {
        const focused = document.activeElement
        fill(list, ...wanted)
        if (focused instanceof HTMLElement && list.contains(focused)) focused.focus()
      }
    },
  }
}

const languages = () => {
  const options = Object.entries(LANGUAGES).map(([code, name]) =>
    h('option', { value: code, lang: code, selected: code === language }, name),
  )
  const select = h('select', { class: 'languages', 'aria-label': say('language') }, ...options)
  select.addEventListener('change', () => chooseLanguage(select.value))
  return select
}
