/** What the agent does before it answers: decision, queries, pages, candidates. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { counted, seconds, shortUrl, splitTitle } from '../ground/labels.js'
import { createLanesView, EXPECTED } from './lanes-view.js'
import { percent } from '../ground/score-parts.js'
import { createStepRow } from './step-row.js'
import { isOver } from '../conversation/turn-state.js'

/** @import { PageState, TurnState } from '../conversation/turn-state.js' */

/** Open while there is nothing to read yet; then one line, unless the person opens it. */
export const createStepsView = () => {
  const status = h('span', { class: 'steps-status' })
  const lanes = createLanesView()
  const rows = [
    createStepRow('Seeks facts', (turn) => [turn.factSeeking, turn.search], decision),
    createStepRow('Queries', (turn) => [turn.queries], queries),
    createStepRow('Pages', (turn) => [turn.results, turn.pages], pages),
    createStepRow(
      'Candidates',
      (turn) => [hasLanes(turn)],
      (turn) => (hasLanes(turn) ? [lanes.element] : []),
    ),
    createStepRow('Not searched', (turn) => [turn.reply], failures),
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
const statusOf = ({ phase, lanes, results, error }) => {
  if (error) return 'Waiting…'
  switch (phase) {
    case 'sent':
      return 'Sending…'
    case 'deciding':
      return 'Deciding whether to search…'
    case 'searching':
      return results.length > 0 ? 'Reading what was found…' : 'Searching…'
    case 'writing':
      return writingStatus(lanes.length)
    default:
      return 'Choosing the best…'
  }
}

/** @param {number} written */
const writingStatus = (written) => {
  if (written === 0) return 'Writing several replies…'
  return written < EXPECTED ? `Writing replies, ${written} so far…` : 'Scoring the replies…'
}

/** @param {TurnState} turn */
const summaryOf = ({ search, queries: asked, pages: read, results, reply, lanes }) => {
  const pageCount = Object.keys(read).length || results.length
  const candidateCount = reply?.candidates?.length ?? lanes.length
  const total = reply?.timings['total'] ?? sum(Object.values(reply?.timings ?? {}))
  const parts = [
    search ? `Searched with ${counted(asked.length, 'query', 'queries')}` : 'Did not search',
    pageCount > 0 && `read ${counted(pageCount, 'page')}`,
    candidateCount > 0 && `compared ${counted(candidateCount, 'candidate')}`,
    total > 0 && seconds(total),
  ]
  return parts.filter(Boolean).join(' · ')
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, one) => total + one, 0)

/** @param {TurnState} turn */
const decision = ({ factSeeking, search }) => {
  if (factSeeking === undefined) return []
  const meter = h('span', { class: 'mini-bar', vars: { '--share': factSeeking } })
  const said = search ? 'searching for evidence' : 'answering without a search'
  return [meter, ` ${percent(factSeeking)} likely: ${said}`]
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

/**
 * @param {string} url
 * @param {string | undefined} title
 * @param {PageState | undefined} page
 */
const pageRow = (url, title, page) => {
  const status = page?.status ?? 'waiting'
  const mark = status === 'ok' ? icon('check') : status === 'waiting' ? null : icon('close')
  const said = { ok: 'read', refused: 'refused', failed: 'failed', waiting: 'being read' }[status]
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
  (reply?.sourceFailures ?? []).map(({ source, reason }) => h('div', {}, `${source}: ${reason}`))
