import { createHash } from 'node:crypto'
import type { Page } from '../../spec/evidence.ts'
import type { Span } from '../../spec/span.ts'
import { escapeHtml } from '../../spec/text/escape-html.ts'

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
  h1 { font-size: 1.3rem; line-height: 1.3 }
  .from { font-size: .9rem }
  .text { white-space: pre-wrap }
  mark { padding: .1em 0; scroll-margin-top: 30vh }`

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')

/** With which a snapshot is sent: whatever it holds, nothing of it runs or is loaded, and no page frames it. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** A snapshot for people, with the quote marked where one is given; `#quote` leads to it. */
export const pageHtml = ({ hash, text, url, title }: Page, quote?: Span): string => {
  const { start, end } = quote ?? { start: 0, end: 0 }
  const marked = `<mark id="quote">${escapeHtml(text.slice(start, end))}</mark>`
  const body = quote
    ? `${escapeHtml(text.slice(0, start))}${marked}${escapeHtml(text.slice(end))}`
    : escapeHtml(text)
  const shown = escapeHtml(url)
  const from = /^https?:/i.test(url) ? `<a href="${shown}" rel="noreferrer">${shown}</a>` : shown
  const jump = quote ? ' · <a href="#quote">to the quote</a>' : ''
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>
<h1 dir="auto">${escapeHtml(title)}</h1>
<p class="from" lang="en">${from} · sha256 ${escapeHtml(hash)}${jump}</p>
<div class="text" dir="auto">${body}</div>
</main></body></html>`
}
