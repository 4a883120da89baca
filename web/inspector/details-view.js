/** What it takes to have the same reply again. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/** @param {Reply} reply */
export const detailsView = ({ models, seed, turnId }) => {
  const rows = /** @type {const} */ ([
    ...Object.values(models).map((id) => /** @type {const} */ ([say('details.model'), id])),
    [say('details.seed'), String(seed)],
    [say('details.turn'), turnId],
  ])
  const list = rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])
  return h(
    'details',
    { class: 'more' },
    h('summary', {}, icon('chevron'), say('details.title')),
    h('dl', {}, ...list),
  )
}
