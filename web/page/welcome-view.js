/** The empty page: what this is, what it can be asked about now, and questions to begin with. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { counted, groupDocuments } from '../ground/labels.js'
import { describeLoading, isIndexing } from '../service/readiness.js'

/** @import { DocumentSummary, HealthReport } from '../service/api.js' */
/** @import { Readiness } from '../service/readiness.js' */

// By the package whose documentation answers it.
const DEMO_QUESTIONS = /** @type {const} */ ([
  ['fastify', 'What does requestTimeout define in Fastify?'],
  ['undici', 'What does RetryAgent do in undici?'],
  ['zod', 'How does zod report errors?'],
  ['fastify', 'What is the default bodyLimit in Fastify?'],
  ['fastify', 'What does connectionTimeout define in Fastify?'],
])
const QUESTIONS = 3
const MOST_GROUPS = 6

/**
 * @param {HTMLElement} element
 * @param {(question: string) => void} onAsk
 */
export const createWelcome = (element, onAsk) => {
  const state = h('div', { class: 'welcome-state' })
  const corpus = h('div', { class: 'corpus' })
  const examples = h('div', { class: 'examples' })
  fill(
    element,
    h('img', { src: 'dunnock.svg', alt: '', width: '72', height: '72' }),
    h('h1', {}, 'Ask, and see the evidence'),
    h(
      'p',
      { class: 'lead' },
      'Dunnock searches, writes several replies, scores each for truth and manners, and shows the best one with quotes that you can check.',
    ),
    state,
    corpus,
    examples,
  )
  let questions = ''
  return {
    /**
     * @param {Readiness} readiness
     * @param {readonly DocumentSummary[]} documents
     */
    update: (readiness, documents) => {
      fill(state, stateOf(readiness))
      fill(corpus, ...corpusOf(documents))
      const suggested = suggestQuestions(documents)
      if (questions === suggested.join('\n')) return
      questions = suggested.join('\n')
      const buttons = suggested.map((text) =>
        h(
          'button',
          { type: 'button', class: 'example', onclick: () => onAsk(text) },
          h('span', {}, text),
          icon('send'),
        ),
      )
      fill(examples, ...buttons)
    },
  }
}

/** @param {Readiness} readiness */
const stateOf = (readiness) => {
  if (readiness.kind === 'gone') {
    return h(
      'p',
      { class: 'notice error' },
      icon('alert'),
      'The service does not answer. Start it with npm start; the page goes on by itself.',
    )
  }
  if (readiness.kind === 'failed') {
    return h('p', { class: 'notice error' }, icon('alert'), describeFailure(readiness.health))
  }
  if (readiness.kind === 'loading') {
    const { store } = readiness.health
    const place = store?.status === 'opening' ? ' The store of dialogues is being made, too.' : ''
    return progress(`${describeLoading(readiness.health)}; you can already ask.${place}`, undefined)
  }
  const { indexing } = readiness.kind === 'ready' ? readiness.health : {}
  if (readiness.kind !== 'ready' || indexing === undefined || !isIndexing(readiness.health))
    return null
  const { done, total } = indexing
  return progress(`Ready; still reading documents, ${done} of ${total} so far`, done / total)
}

/** @param {HealthReport} health */
const describeFailure = ({ models, store }) => {
  if (store?.status === 'failed') return `Nothing can be stored. ${store.detail}`
  const failed = models.find(({ status }) => status === 'failed')
  return `${failed?.id ?? 'A model'} could not be loaded. ${failed?.detail ?? 'The log of the service says why.'}`
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

/** @param {readonly DocumentSummary[]} documents */
const corpusOf = (documents) => {
  if (documents.length === 0) return []
  const groups = groupDocuments(documents)
  const chips = groups
    .slice(0, MOST_GROUPS)
    .map(({ name, count }) =>
      h(
        'li',
        {},
        h('span', { class: 'chip-name' }, name),
        h('span', { class: 'chip-count' }, String(count)),
      ),
    )
  const rest = groups.length - MOST_GROUPS
  if (rest > 0) chips.push(h('li', { class: 'chip-rest' }, `and ${rest} more`))
  return [
    h('p', { class: 'corpus-title' }, `It knows ${counted(documents.length, 'document')} now:`),
    h('ul', { class: 'chips' }, ...chips),
  ]
}

/**
 * Of the demo corpus, what can be answered already; else the person's own documents.
 * @param {readonly DocumentSummary[]} documents
 */
const suggestQuestions = (documents) => {
  const own = documents.filter(({ collection }) => collection !== 'demo')
  if (own.length === 0) {
    const known = new Set(groupDocuments(documents).map(({ name }) => name))
    const answered = DEMO_QUESTIONS.filter(([name]) => known.size === 0 || known.has(name))
    return answered.slice(0, QUESTIONS).map(([, question]) => question)
  }
  const titles = [...new Set(own.map(({ title }) => title))].slice(0, QUESTIONS)
  return titles.map((title) => `What does “${title}” say?`)
}
