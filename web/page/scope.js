/** Where a question is searched, as chips: whether at all, in which sources, in which documents. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { collectionName, sourceName } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { AskOptions } from '../conversation/user-turn-frame.js' */
/** @import { Welcome } from '../service/api.js' */

/**
 * What there is to choose from.
 * @typedef {{ readonly sources: readonly string[], readonly collections: Welcome['collections'] }} Choices
 */

/** @param {() => void} onChosen */
export const createScope = (onChosen) => {
  const search = h(
    'select',
    { 'aria-label': say('scope.search'), title: say('scope.search') },
    h('option', { value: 'auto' }, say('scope.auto')),
    h('option', { value: 'always' }, say('scope.always')),
    h('option', { value: 'never' }, say('scope.never')),
  )
  const list = h('div', { class: 'scope-list' })
  const menu = h(
    'details',
    { class: 'scope-menu' },
    h(
      'summary',
      { 'aria-label': say('scope.where'), title: say('scope.where') },
      icon('filter'),
      say('scope.all'),
    ),
    list,
  )
  const chips = h('span', { class: 'scope-chips' })
  /** @type {Choices} */
  let choices = { sources: [], collections: [] }
  /** @type {Set<string>} */
  const off = new Set()
  /** @type {string | undefined} */
  let collection

  const close = () => {
    menu.open = false
  }
  const drawChips = () => {
    const left = [...off].filter((one) => choices.sources.includes(one))
    const parts = [
      ...left.map((one) =>
        chip(say('scope.without', { source: sourceName(one) }), () => off.delete(one)),
      ),
      ...(collection === undefined
        ? []
        : [
            chip(
              say('scope.only', { name: collectionName(collection) }),
              () => (collection = undefined),
            ),
          ]),
    ]
    fill(chips, ...parts)
  }
  /**
   * @param {string} text
   * @param {() => void} remove
   */
  const chip = (text, remove) =>
    h(
      'button',
      {
        type: 'button',
        class: 'chip',
        'aria-label': say('scope.remove', { what: text }),
        onclick: () => {
          remove()
          draw()
          onChosen()
        },
      },
      text,
      icon('close'),
    )

  const draw = () => {
    const sources = choices.sources.map((id) => {
      const box = h('input', { type: 'checkbox', checked: !off.has(id) })
      box.addEventListener('change', () => {
        if (box.checked) off.delete(id)
        else off.add(id)
        drawChips()
      })
      return h('label', {}, box, sourceName(id))
    })
    const documents = [undefined, ...choices.collections.map(({ name }) => name)].map((name) => {
      const box = h('input', { type: 'radio', name: 'collection', checked: collection === name })
      box.addEventListener('change', () => {
        collection = name
        drawChips()
      })
      return h(
        'label',
        {},
        box,
        name === undefined ? say('scope.allDocuments') : collectionName(name),
      )
    })
    fill(
      list,
      h('fieldset', {}, h('legend', {}, say('scope.sources')), ...sources),
      h('fieldset', {}, h('legend', {}, say('scope.documents')), ...documents),
    )
    menu.hidden = choices.sources.length < 2 && choices.collections.length < 2
    drawChips()
  }

  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    event.stopPropagation()
    close()
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) close()
  })
  let known = ''
  draw()
  return {
    element: h(
      'div',
      { class: 'scope' },
      h('label', { class: 'search-mode' }, icon('search'), search),
      menu,
      chips,
    ),
    /** @returns {AskOptions} */
    options: () => {
      const sources = choices.sources.filter((one) => !off.has(one))
      const isNarrowed = sources.length < choices.sources.length && sources.length > 0
      return {
        search: /** @type {AskOptions['search']} */ (search.value),
        ...(isNarrowed && { sources }),
        ...(collection !== undefined && { collection }),
      }
    },
    /** @param {Choices} now */
    update: (now) => {
      const key = JSON.stringify(now)
      if (key === known) return
      known = key
      choices = now
      if (!now.collections.some(({ name }) => name === collection)) collection = undefined
      draw()
    },
  }
}
