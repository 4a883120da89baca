import { basename, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '../spec/evidence.ts'

type Place = { readonly name: string; readonly url: string }

/*
 * A file is known by its file: URL, which shows the folders of this machine. Callers see its name, the
 * path from the folder that was indexed; an index of an older version holds whole paths as names.
 */

export const publicName = ({ name, url }: Place): string =>
  isFile(url) && isAbsolute(name) ? basename(name) : name

/** `document:handbook/setup.md` for a file, the document's own URL for all others. */
export const publicUrl = (place: Place): string =>
  isFile(place.url)
    ? `document:${publicName(place).split('/').map(encodeURIComponent).join('/')}`
    : place.url

/** Snapshots of older versions hold the whole path as well. */
export const publicPage = (page: Page): Page => {
  if (!isFile(page.url)) return page
  const url = publicUrl({ name: fileURLToPath(page.url), url: page.url })
  return { ...page, url, title: publicName({ name: page.title, url: page.url }) }
}

const isFile = (url: string): boolean => url.startsWith('file:')
