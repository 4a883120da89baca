/** What a reply is, in two words. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @import { Reply, ReplyKind } from '../../src/spec/reply.ts' */

/** @type {Readonly<Record<ReplyKind, { word: import('../ground/say.js').Word, icon: Parameters<typeof icon>[0] }>>} */
const BADGES = {
  answer: { word: 'kind.answer', icon: 'quote' },
  passages: { word: 'kind.passages', icon: 'book' },
  declined: { word: 'kind.declined', icon: 'search' },
  talk: { word: 'kind.talk', icon: 'talk' },
}

/** @param {Pick<Reply, 'kind' | 'scorecard'>} reply */
export const kindWord = ({ kind, scorecard }) =>
  kind === 'declined' && scorecard.blocked.length > 0 ? 'kind.forbidden' : BADGES[kind].word

/** @param {Reply} reply */
export const kindBadge = (reply) =>
  h('p', { class: `kind ${reply.kind}` }, icon(BADGES[reply.kind].icon), say(kindWord(reply)))
