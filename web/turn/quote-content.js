/** What the card at a marker says: the statement and its quote, side by side. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { splitTitle } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { compareCited } from '../conversation/compare-claims.js'
import { supportOf } from '../conversation/statement-state.js'
import { sourceFooter } from './source-footer.js'

/** @import { Statement } from '../../src/spec/citation.ts' */
/** @import { Evidence } from '../../src/spec/evidence.ts' */
/** @import { Cited, Mark } from '../conversation/compare-claims.js' */

/**
 * @param {Cited} cited
 * @param {() => void} close
 * @param {((evidence: Evidence, span: { start: number, end: number }) => void) | undefined} onPage where there is room to show a page
 */
export const citationContent = (cited, close, onPage) => {
  const { citation, number, reply, statement } = cited
  const evidence = reply?.evidence.find(({ id }) => id === citation.evidenceId)
  const { quote, quoteStart, quoteEnd, url, title } = citation
  const { last, path } = splitTitle(title ?? evidence?.title ?? say('source.untitled'))
  const text = evidence?.text ?? quote
  const [start, end] = evidence ? [quoteStart, quoteEnd] : [0, quote.length]
  const compared = compareCited(cited)
  const says = {
    verbatim: say('quote.verbatimLong'),
    reworded: say('quote.rewordedLong'),
    differs: say('quote.differsLong'),
  }[compared.how]
  return [
    h(
      'header',
      {},
      h('span', { class: `marker ${compared.how}` }, String(number)),
      h(
        'div',
        { class: 'quote-title', dir: 'auto' },
        path ? h('span', { class: 'quote-path' }, path) : null,
        last,
        citation.pageNumber === undefined
          ? null
          : h('span', { class: 'quote-path' }, say('source.page', { number: citation.pageNumber })),
      ),
      closeButton(close),
    ),
    h(
      'div',
      { class: 'side-by-side' },
      h('h4', {}, say('quote.reply')),
      h('p', { dir: 'auto' }, ...marked(statement, compared.statement)),
      h('h4', {}, say('quote.source')),
      h(
        'blockquote',
        { dir: 'auto' },
        text.slice(0, start),
        h('mark', {}, ...marked(quote, compared.quote)),
        text.slice(end),
      ),
    ),
    h(
      'p',
      { class: `quote-how ${compared.how}` },
      icon(compared.how === 'differs' ? 'alert' : 'check'),
      says,
    ),
    ...((citation.flags ?? []).length > 0 ? [h('p', {}, say('quote.careful'))] : []),
    sourceFooter(
      url,
      evidence?.page && onPage ? () => onPage(evidence, { start, end }) : undefined,
    ),
  ]
}

/**
 * The text with what differs in it marked: for the eye, and in words for who listens.
 * @param {string} text
 * @param {readonly Mark[]} marks
 */
const marked = (text, marks) => {
  let at = 0
  const parts = marks.flatMap(({ start, end, kind }) => {
    const before = text.slice(at, start)
    at = end
    return [
      before,
      h(
        'strong',
        { class: `differs ${kind}`, title: say('quote.notThere') },
        text.slice(start, end),
      ),
    ]
  })
  return [...parts, text.slice(at)]
}

/**
 * @param {Statement} statement
 * @param {() => void} close
 */
export const flagContent = (statement, close) => {
  const isUnchecked = supportOf(statement) === 'unchecked'
  return [
    h(
      'header',
      {},
      h('span', { class: 'marker flag' }, '?'),
      h('div', { class: 'quote-title' }, say(isUnchecked ? 'flag.uncheckedTitle' : 'flag.title')),
      closeButton(close),
    ),
    h('p', {}, say(isUnchecked ? 'flag.uncheckedLong' : 'flag.long')),
  ]
}

/** @param {() => void} close */
const closeButton = (close) =>
  h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('close'), onclick: close },
    icon('close'),
  )
