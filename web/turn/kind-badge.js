/** What a reply is, in two words. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { differingCitations } from '../conversation/compare-claims.js'

/** @import { Reply, ReplyKind } from '../../src/spec/reply.ts' */

/** @typedef {{ word: import('../ground/say.js').Word, icon: Parameters<typeof icon>[0], tone?: 'differs' }} Badge tone: in place of the kind's */

/** @type {Readonly<Record<ReplyKind, Badge>>} */
const BADGES = {
  answer: { word: 'kind.answer', icon: 'quote' },
  passages: { word: 'kind.passages', icon: 'book' },
  declined: { word: 'kind.declined', icon: 'search' },
  talk: { word: 'kind.talk', icon: 'talk' },
}

/**
 * @param {Reply} reply
 * @param {string} question
 * @returns {Badge}
 */
const badgeOf = (reply, question) => {
  const { kind, scorecard } = reply
  if (kind === 'declined' && scorecard.blocked.length > 0)
    return { ...BADGES.declined, word: 'kind.forbidden' }
  if (kind === 'answer' && reply.citations.length === 0) return UNQUOTED
  if (kind === 'answer' && differingCitations(reply, question).length > 0) return DIFFERS
  return BADGES[kind]
}
// A reply is never green whose quote says something else, or that has none.
/** @type {Badge} */
const DIFFERS = { word: 'kind.differs', icon: 'alert', tone: 'differs' }
/** @type {Badge} */
const UNQUOTED = { ...DIFFERS, word: 'kind.unquoted' }

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
  const tone = badge.tone ?? reply.kind
  return h('p', { class: `kind kind-${tone}` }, icon(badge.icon), say(badge.word))
}
