import { basename, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '../../spec/evidence.ts'

type Place = { readonly name: string; readonly url: string }

/*
 * A file is known by its file: URL, which shows the folders of this machine. Callers see its name, the
 * path from the folder that was indexed; an index of an older version holds whole paths as names.
 */

export const publicName = ({ name, url }: Place): string =>
  isFile(url) && isAbsolute(name) ? basename(name) : name

/** `document:handbook/setup.md` for a file or what has no URL, the document's own URL for all others. */
export const publicUrl = (place: Place): string =>
  isFile(place.url) || place.url === '' ? documentUrl(publicName(place)) : place.url

const MAX_NAME_LENGTH = 200

/** A name as an address: no control characters, no way up, nothing that ends a link. */
const documentUrl = (name: string): string => {
  const steps = name
    .toWellFormed()
    .slice(0, MAX_NAME_LENGTH)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .split('/')
    .filter((step) => !['', '.', '..'].includes(step.trim()))
  return `document:${steps.map(encodeStep).join('/')}`
}

// Brackets and quotes end a link in Markdown and HTML.
const encodeStep = (step: string): string =>
  encodeURIComponent(step).replaceAll(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** An own address for a document that came without: like its name, unless another one has that. */
export const ownUrl = (
  name: string,
  id: string,
  others: Iterable<Place & { id: string }>,
): string => {
  const url = documentUrl(name)
  for (const other of others)
    if (other.id !== id && publicUrl(other) === url) return `${url}~${id.slice(0, 6)}`
  return url
}

/** Snapshots of older versions hold the whole path as well. */
export const publicPage = (page: Page): Page => {
  if (!isFile(page.url)) return page
  const url = publicUrl({ name: fileURLToPath(page.url), url: page.url })
  return { ...page, url, title: publicName({ name: page.title, url: page.url }) }
}

const isFile = (url: string): boolean => url.startsWith('file:')
