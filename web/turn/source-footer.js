/** Below a quote: where it stands, and the way to its page. */
import { h } from '../ground/dom.js'
import { isWebLink, shortUrl } from '../ground/labels.js'
import { say } from '../ground/say.js'

/**
 * @param {string | undefined} url
 * @param {(() => void) | undefined} onPage where there is a page, and room to show it
 */
export const sourceFooter = (url, onPage) =>
  h(
    'footer',
    {},
    isWebLink(url)
      ? h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, shortUrl(url ?? ''))
      : h('span', { class: 'quote-url' }, url ? shortUrl(url) : say('source.given')),
    onPage
      ? h('button', { type: 'button', class: 'link', onclick: onPage }, say('source.see'))
      : null,
  )
