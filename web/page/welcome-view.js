/** The empty page: what this is, what it can be asked about now, and questions to begin with. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { collectionName } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { describeLoading, isIndexing } from '../service/readiness.js'

/** @import { HealthReport, Welcome } from '../service/api.js' */
/** @import { Readiness } from '../service/readiness.js' */

const MOST_GROUPS = 6

/**
 * @param {HTMLElement} element
 * @param {{ onAsk: (question: string) => void, onFiles: (files: FileList) => void }} actions
 */
export const createWelcome = (element, { onAsk, onFiles }) => {
  const state = h('div', { class: 'welcome-state', role: 'status' })
  const corpus = h('div', { class: 'corpus' })
  const examples = h('div', { class: 'examples' })
  const input = h('input', { type: 'file', multiple: true, id: 'files', class: 'hidden-text' })
  input.addEventListener('change', () => {
    if (input.files) onFiles(input.files)
    input.value = ''
  })
  fill(
    element,
    h('img', { src: 'dunnock.svg', alt: '', width: '72', height: '72' }),
    h('h2', { class: 'welcome-title' }, say('welcome.title')),
    h('p', { class: 'lead' }, say('welcome.lead')),
    state,
    corpus,
    h(
      'div',
      { class: 'drop-target' },
      input,
      h('label', { for: 'files' }, icon('upload'), say('welcome.files')),
    ),
    examples,
  )
  let drawn = ''
  return {
    /**
     * @param {Readiness} readiness
     * @param {Welcome | undefined} welcome
     */
    update: (readiness, welcome) => {
      const key = JSON.stringify([readiness, welcome])
      if (key === drawn) return
      drawn = key
      fill(state, stateOf(readiness))
      fill(corpus, ...corpusOf(welcome))
      const questions = welcome?.questions ?? []
      const buttons = questions.map(({ text, title }) =>
        h(
          'button',
          {
            type: 'button',
            class: 'example',
            title: say('welcome.from', { title }),
            onclick: () => onAsk(text),
          },
          h('span', { dir: 'auto' }, text),
          icon('send'),
        ),
      )
      const isTrying = welcome?.isTrying === true && readiness.kind === 'ready'
      fill(
        examples,
        questions.length > 0 ? h('h3', {}, say('welcome.tryThese')) : null,
        ...buttons,
        isTrying && questions.length === 0
          ? h('p', { class: 'hint' }, say('welcome.trying'))
          : null,
      )
    },
  }
}

/** @param {Readiness} readiness */
const stateOf = (readiness) => {
  if (readiness.kind === 'gone') {
    return h('p', { class: 'notice error' }, icon('alert'), say('welcome.gone'))
  }
  if (readiness.kind === 'failed') {
    return h('p', { class: 'notice error' }, icon('alert'), describeFailure(readiness.health))
  }
  if (readiness.kind === 'loading') {
    const { store } = readiness.health
    const place = store?.status === 'opening' ? ` ${say('welcome.store')}` : ''
    const what = describeLoading(readiness.health)
    return progress(say('welcome.canAsk', { what }) + place, undefined)
  }
  const { indexing } = readiness.kind === 'ready' ? readiness.health : {}
  if (readiness.kind !== 'ready' || indexing === undefined || !isIndexing(readiness.health))
    return null
  return progress(say('welcome.reading', indexing), indexing.done / indexing.total)
}

/** @param {HealthReport} health */
const describeFailure = ({ models, store }) => {
  if (store?.status === 'failed') return say('welcome.noStore', { why: store.detail })
  const failed = models.find(({ status }) => status === 'failed')
  return say('welcome.noModel', {
    model: failed?.id ?? '?',
    why: failed?.detail ?? say('welcome.seeLog'),
  })
}

/**
 * @param {string} text
 * @param {number | undefined} share
 */
const progress = (text, share) =>
  h(
    'div',
    { class: 'progress' },
    h(
      'div',
      { class: share === undefined ? 'track endless' : 'track' },
      h('span', { class: 'track-fill', vars: { '--share': share ?? 0.3 } }),
    ),
    h('p', {}, text),
  )

/** @param {Welcome | undefined} welcome */
const corpusOf = (welcome) => {
  if (welcome === undefined || welcome.documents === 0) return []
  const groups = [...welcome.collections].sort((a, b) => b.documents - a.documents)
  const chips = groups
    .slice(0, MOST_GROUPS)
    .map(({ name, documents }) =>
      h(
        'li',
        {},
        h('span', { class: 'chip-name' }, collectionName(name)),
        h('span', { class: 'chip-count' }, String(documents)),
      ),
    )
  const rest = groups.length - MOST_GROUPS
  if (rest > 0) chips.push(h('li', { class: 'chip-rest' }, say('welcome.more', { count: rest })))
  return [
    h('p', { class: 'corpus-title' }, say('welcome.knows', { count: welcome.documents })),
    h('ul', { class: 'chips' }, ...chips),
  ]
}
