/** Names, addresses and times as people read them. */

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
 * How many documents there are of each package, collection or site, the most first.
 * @param {readonly { readonly name: string, readonly collection?: string, readonly url?: string }[]} documents
 */
export const groupDocuments = (documents) => {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const document of documents) {
    const name = groupOf(document)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
}

/** @param {{ readonly name: string, readonly collection?: string, readonly url?: string }} document */
const groupOf = ({ name, collection, url }) => {
  const inPackage = collection === 'demo' ? /^((?:@[^/]+\/)?[^/]+)\//.exec(name) : null
  if (inPackage?.[1] !== undefined) return inPackage[1]
  if (collection !== undefined && collection !== '') return collection
  return isWebLink(url) ? (shortUrl(url ?? '').split('/')[0] ?? name) : 'your documents'
}

/**
 * @param {string} iso
 * @param {number} now milliseconds since 1970
 */
export const timeAgo = (iso, now) => {
  const minutes = Math.round((now - Date.parse(iso)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`
  return new Date(iso).toLocaleDateString()
}

/** @param {number} ms */
export const seconds = (ms) => (ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/**
 * Without the syntax of Markdown, for where there is one line only.
 * @param {string} text
 */
export const plainText = (text) => text.replaceAll(/`|\*\*|^#{1,6} /g, '')

/** @param {string} path */
const decode = (path) => {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
