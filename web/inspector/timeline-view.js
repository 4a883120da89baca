/** What a turn spent its time on, in plain words. */
import { h } from '../ground/dom.js'
import { seconds } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

// In the order in which a turn goes through them.
const STAGES = /** @type {const} */ ([
  'decide',
  'query',
  'search',
  'read',
  'sample',
  'score',
  'cite',
])

/** @param {Reply} reply */
export const timelineView = ({ timings, searchQueries, evidence, candidates = [] }) => {
  const counts = {
    queries: searchQueries.length,
    passages: evidence.length,
    count: candidates.length,
  }
  const longest = Math.max(1, ...STAGES.map((stage) => timings[stage] ?? 0))
  const rows = STAGES.flatMap((stage) => {
    const ms = timings[stage]
    if (ms === undefined) return []
    return h(
      'li',
      {},
      h('span', {}, say(`stage.${stage}`, counts)),
      h('span', { class: 'mini-bar', vars: { '--share': ms / longest } }),
      h('span', { class: 'figure' }, seconds(ms)),
    )
  })
  if (rows.length === 0) return null
  return h(
    'section',
    {},
    h('h3', {}, say('timeline.title')),
    h('ol', { class: 'timeline' }, ...rows),
  )
}
