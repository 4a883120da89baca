/** What the card at a marker says. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { isWebLink, shortUrl, splitTitle } from '../ground/labels.js'
import { percent } from '../ground/score-parts.js'
import { supportOf } from '../conversation/statement-state.js'

/** @import { Citation, Statement } from '../../src/spec/citation.ts' */
/** @import { Evidence } from '../../src/spec/evidence.ts' */

/**
 * @param {Citation} citation
 * @param {number} number
 * @param {Evidence | undefined} evidence
 * @param {() => void} close
 * @param {(evidence: Evidence, citation: Citation) => void} onPage
 */
export const citationContent = (citation, number, evidence, close, onPage) => {
  const { quote, quoteStart, quoteEnd, support, url, title } = citation
  const { last, path } = splitTitle(title ?? evidence?.title ?? 'Untitled')
  const text = evidence?.text ?? quote
  const [start, end] = evidence ? [quoteStart, quoteEnd] : [0, quote.length]
  return [
    h(
      'header',
      {},
      h('span', { class: 'marker' }, String(number)),
      h(
        'div',
        { class: 'quote-title', dir: 'auto' },
        path ? h('span', { class: 'quote-path' }, path) : null,
        last,
      ),
      closeButton(close),
    ),
    h(
      'blockquote',
      { dir: 'auto' },
      text.slice(0, start),
      h('mark', {}, text.slice(start, end)),
      text.slice(end),
    ),
    h(
      'div',
      { class: 'quote-support' },
      h('span', { class: 'mini-bar good', vars: { '--share': support } }),
      ` ${percent(support)} support for the statement`,
    ),
    ...flagNote(citation),
    h(
      'footer',
      {},
      isWebLink(url)
        ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, shortUrl(url ?? ''))
        : h('span', { class: 'quote-url' }, url ? shortUrl(url) : 'given evidence'),
      evidence?.page
        ? h(
            'button',
            { type: 'button', class: 'link', onclick: () => onPage(evidence, citation) },
            'See it in the page',
          )
        : null,
    ),
  ]
}

/** @param {Citation} citation */
const flagNote = ({ flags = [] }) =>
  flags.length > 0
    ? [h('p', {}, 'Careful: this text speaks to the agent, not to its readers.')]
    : []

/**
 * @param {Statement} statement
 * @param {() => void} close
 */
export const flagContent = (statement, close) => {
  const { support } = statement
  const state = supportOf(statement)
  const said =
    support === null
      ? 'Nothing was searched or given that this could be checked against.'
      : `What was found supports it with ${percent(support)} only, which is too little to cite a quote.`
  return [
    h(
      'header',
      {},
      h('span', { class: 'marker flag' }, '?'),
      h(
        'div',
        { class: 'quote-title' },
        state === 'unchecked' ? 'Not checked' : 'Not confirmed by the sources',
      ),
      closeButton(close),
    ),
    h('p', {}, said, ' Take it as the language model’s own words.'),
  ]
}

/** @param {() => void} close */
const closeButton = (close) =>
  h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: close },
    icon('close'),
  )
