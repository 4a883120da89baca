/** What the agent does before it answers: decision, queries, pages, candidates. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { seconds, shortUrl, sourceName, splitTitle } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { createLanesView, EXPECTED } from './lanes-view.js'
import { createStepRow } from './step-row.js'
import { isOver } from '../conversation/turn-state.js'

/** @import { PageState, TurnState } from '../conversation/turn-state.js' */

/** Open while there is nothing to read yet; then one line, unless the person opens it. */
export const createStepsView = () => {
  const status = h('span', { class: 'steps-status' })
  const lanes = createLanesView()
  const rows = [
    createStepRow(say('steps.decision'), (turn) => [turn.factSeeking, turn.search], decision),
    createStepRow(say('steps.queries'), (turn) => [turn.queries], queries),
    createStepRow(say('steps.pages'), (turn) => [turn.results, turn.pages], pages),
    createStepRow(
      say('steps.candidates'),
      (turn) => [hasLanes(turn)],
      (turn) => (hasLanes(turn) ? [lanes.element] : []),
    ),
    createStepRow(say('steps.failures'), (turn) => [turn.reply], failures),
  ]
  const body = h('div', { class: 'steps-body' }, ...rows.map(({ element }) => element))
  const details = h('details', { class: 'steps' }, h('summary', {}, icon('chevron'), status), body)
  let wasWaiting = false
  return {
    element: details,
    /** @param {TurnState} turn */
    update: (turn) => {
      const isWaiting = !isOver(turn) && turn.phase !== 'replying'
      details.classList.toggle('live', !isOver(turn))
      details.hidden = turn.factSeeking === undefined && isOver(turn)
      if (isWaiting !== wasWaiting) details.open = isWaiting
      wasWaiting = isWaiting
      status.textContent = isOver(turn) ? summaryOf(turn) : statusOf(turn)
      lanes.update(turn)
      for (const row of rows) row.update(turn)
      body.hidden = rows.every(({ element }) => element.hidden)
    },
  }
}

/** @param {TurnState} turn */
const hasLanes = ({ phase, lanes }) =>
  lanes.length > 0 || phase === 'writing' || phase === 'scoring'

/**
 * What is going on now, in a few words.
 * @param {TurnState} turn
 */
export const statusOf = ({ phase, lanes, results, error }) => {
  if (error) return say('steps.waiting')
  switch (phase) {
    case 'sent':
      return say('steps.sending')
    case 'deciding':
      return say('steps.deciding')
    case 'searching':
      return say(results.length > 0 ? 'steps.reading' : 'steps.searching')
    case 'writing':
      return lanes.length === 0
        ? say('steps.writing')
        : lanes.length < EXPECTED
          ? say('steps.written', { count: lanes.length })
          : say('steps.scoring')
    default:
      return say('steps.choosing')
  }
}

/** @param {TurnState} turn */
const summaryOf = ({ search, queries: asked, pages: read, reply, lanes }) => {
  const pageCount = Object.keys(read).length
  const candidateCount = reply?.candidates?.length ?? lanes.length
  const total = reply?.timings['total'] ?? sum(Object.values(reply?.timings ?? {}))
  const parts = [
    search ? say('steps.searched', { count: asked.length }) : say('steps.notSearched'),
    pageCount > 0 && say('steps.readPages', { count: pageCount }),
    candidateCount > 0 && say('steps.compared', { count: candidateCount }),
    total > 0 && seconds(total),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, one) => total + one, 0)

/** @param {TurnState} turn */
const decision = ({ factSeeking, search }) => {
  if (factSeeking === undefined) return []
  return [say(search ? 'steps.willSearch' : 'steps.willNotSearch')]
}

/** @param {TurnState} turn */
const queries = ({ queries: asked }) => {
  const items = asked.map((one) => h('li', { dir: 'auto' }, one))
  return items.length === 0 ? [] : [h('ul', { class: 'queries' }, ...items)]
}

/** @param {TurnState} turn */
const pages = ({ results, pages: read }) => {
  const titles = new Map(results.map(({ url, title }) => [url, title]))
  const urls = [...new Set([...titles.keys(), ...Object.keys(read)])]
  const rows = urls.map((url) => pageRow(url, titles.get(url), read[url]))
  return rows.length === 0 ? [] : [h('ul', { class: 'pages' }, ...rows)]
}

/** @type {Readonly<Record<PageState['status'] | 'waiting', import('../ground/say.js').Word>>} */
const PAGE_WORDS = {
  ok: 'steps.pageOk',
  refused: 'steps.pageRefused',
  failed: 'steps.pageFailed',
  waiting: 'steps.pageWaiting',
}

/**
 * @param {string} url
 * @param {string | undefined} title
 * @param {PageState | undefined} page
 */
const pageRow = (url, title, page) => {
  const status = page?.status ?? 'waiting'
  const mark = status === 'ok' ? icon('check') : status === 'waiting' ? null : icon('close')
  const said = say(PAGE_WORDS[status])
  return h(
    'li',
    { class: `page ${status}` },
    h('span', { class: 'page-mark' }, mark, h('span', { class: 'hidden-text' }, said)),
    h(
      'div',
      { class: 'page-about' },
      title ? h('span', { dir: 'auto' }, splitTitle(title).last) : null,
      h('span', { class: 'page-url' }, shortUrl(url)),
      page?.reason ? h('span', { class: 'page-reason' }, `${said}: ${page.reason}`) : null,
    ),
  )
}

/** @param {TurnState} turn */
const failures = ({ reply }) =>
  (reply?.sourceFailures ?? []).map(({ source, reason }) =>
    h('div', {}, `${sourceName(source)}: ${reason}`),
  )
