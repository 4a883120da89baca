/** Where a reply was searched for, and what could not be asked. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { sourceName } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/** @param {Reply} reply */
export const searchedView = ({ evidence, sourceFailures, searchQueries, kind }) => {
  const down = sourceFailures.map(({ source, reason }) =>
    h('li', {}, icon('alert'), say('searched.down', { source: sourceName(source), reason })),
  )
  const sources = [...new Set(evidence.map(({ source }) => sourceName(source)))]
  const said =
    searchQueries.length === 0
      ? null
      : sources.length > 0
        ? say('searched.in', { sources: sources.join(', ') })
        : say('searched.nothing')
  const isWorthIt = kind !== 'talk' && said !== null
  if (!isWorthIt && down.length === 0) return null
  return h(
    'ul',
    { class: 'searched' },
    isWorthIt ? h('li', {}, icon('search'), said) : null,
    ...down,
  )
}
