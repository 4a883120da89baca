/** What a reply is, in two words. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { differingCitations } from '../conversation/compare-claims.js'

/** @import { Reply, ReplyKind } from '../../src/spec/reply.ts' */

/** @type {Readonly<Record<ReplyKind, { word: import('../ground/say.js').Word, icon: Parameters<typeof icon>[0] }>>} */
const BADGES = {
  answer: { word: 'kind.answer', icon: 'quote' },
  passages: { word: 'kind.passages', icon: 'book' },
  declined: { word: 'kind.declined', icon: 'search' },
  talk: { word: 'kind.talk', icon: 'talk' },
}

/**
 * @param {Reply} reply
 * @param {string} question
 */
const badgeOf = (reply, question) => {
  const { kind, scorecard } = reply
  if (kind === 'declined' && scorecard.blocked.length > 0)
    return { ...BADGES.declined, word: /** @type {const} */ ('kind.forbidden') }
  if (kind === 'answer' && reply.citations.length === 0) return UNQUOTED
  if (kind === 'answer' && differingCitations(reply, question).length > 0) return DIFFERS
  return BADGES[kind]
}
// A reply is never green whose quote says something else, or that has none.
const DIFFERS = /** @type {const} */ ({ word: 'kind.differs', icon: 'alert' })
const UNQUOTED = /** @type {const} */ ({ word: 'kind.unquoted', icon: 'alert' })

/**
 * @param {Reply} reply
 * @param {string} question
 */
export const kindWord = (reply, question) => badgeOf(reply, question).word

/**
 * @param {Reply} reply
 * @param {string} question
 */
export const kindBadge = (reply, question) => {
  const badge = badgeOf(reply, question)
  const tone = badge === DIFFERS || badge === UNQUOTED ? 'kind-differs' : `kind-${reply.kind}`
  return h('p', { class: `kind ${tone}` }, icon(badge.icon), say(badge.word))
}
