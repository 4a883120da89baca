/** Names, addresses and times as people read them. */
import { language, say } from './say.js'

/**
 * Where a page lies, without what every address has: `fastify/docs/Reference/Errors.md`, `example.org/a`.
 * @param {string} url
 */
export const shortUrl = (url) => {
  const path = decode(url.replace(/^(?:https?:\/\/|document:)/, '').replace(/\/$/, ''))
  return url.startsWith('document:') ? path.split('/').slice(-4).join('/') : path
}

/**
 * Only these may be opened from the page; a document of the service's machine can't be.
 * @param {string | undefined} url
 */
export const isWebLink = (url) => url !== undefined && /^https?:\/\//.test(url)

/**
 * The headings that lead to a passage, the innermost first in `last`.
 * @param {string} title such as "Fastify > Errors > Codes"
 */
export const splitTitle = (title) => {
  const parts = title.split(' > ')
  return { last: parts.at(-1) ?? title, path: parts.slice(0, -1).join(' › ') }
}

/**
 * @param {string} iso
 * @param {number} now milliseconds since 1970
 */
export const timeAgo = (iso, now) => {
  const minutes = Math.round((now - Date.parse(iso)) / 60_000)
  if (minutes < 1) return say('time.now')
  if (minutes < 60) return say('time.minutes', { count: minutes })
  if (minutes < 24 * 60) return say('time.hours', { count: Math.round(minutes / 60) })
  return new Date(iso).toLocaleDateString(language)
}

/** @param {number} ms */
export const seconds = (ms) => (ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** A source of evidence by the name that people know it by. @param {string} source */
export const sourceName = (source) =>
  source === 'local' ? say('source.local') : source === 'given' ? say('source.given') : source

/** A collection of documents likewise. @param {string} name */
export const collectionName = (name) =>
  name === 'default' ? say('collection.own') : name === 'demo' ? say('collection.demo') : name

/**
 * Without the syntax of Markdown, for where there is one line only.
 * @param {string} text
 */
export const plainText = (text) =>
  text
    .replaceAll(/^ {0,3}(?:```[^\n]*$|#{1,6} |[-*+] |\|)/gm, '')
    .replaceAll(/`|\*\*/g, '')
    .replaceAll(/ ?\|[ \t]*$/gm, '')
    .replaceAll(/ \| /g, ' · ')
    .trim()

/** @param {string} path */
const decode = (path) => {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
