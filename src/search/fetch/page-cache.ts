import { writeWhole } from '../../base/write-whole.ts'
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { hashText } from '../pages/hash-text.ts'

/** A page that was fetched before, and what the server needs to be asked whether it has changed. */
export type CachedPage = {
  readonly page: ExtractedPage
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

/** Pages by address, on disk. A cache that can't be read or written is no failure: it is a miss. */
export type PageCache = {
  get(url: string): Promise<CachedPage | undefined>
  put(url: string, cached: CachedPage): Promise<void>
}

const MAX_BYTES = 256 * 1024 * 1024
// So much of it is left when it has been too large.
const KEPT_SHARE = 0.8

const cachedSchema = z.object({
  address: z.string(),
  page: z.object({
    hash: z.string(),
    text: z.string(),
    url: z.string(),
    title: z.string(),
    language: z.string().optional(),
    author: z.string().optional(),
    published: z.string().optional(),
  }),
  fetchedAt: z.number(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
})

/** The cache in `dataDir`/cache; the pages that were used longest ago make room for new ones. */
export const createPageCache = (dataDir: string, maxBytes = MAX_BYTES): PageCache => {
  const folder = join(dataDir, 'cache')
  const pathOf = (url: string): string => join(folder, `${hashText(url)}.json`)
  let total: Promise<number> | undefined
  return {
    get: async (url) => {
      const path = pathOf(url)
      const text = await readFile(path, 'utf8').catch(() => undefined)
      const read = text === undefined ? undefined : cachedSchema.safeParse(parse(text)).data
      if (read?.address !== url || hashText(read.page.text) !== read.page.hash) return undefined
      const now = new Date()
      await utimes(path, now, now).catch(() => undefined)
      const { address: _, page, ...about } = read
      return { page: toPage(page), ...about }
    },
    put: async (url, cached) => {
      const path = pathOf(url)
      const text = JSON.stringify({ address: url, ...cached })
      try {
        await mkdir(folder, { recursive: true })
        await writeWhole(path, text)
        const before = await (total ??= sizeOf(folder))
        const after = before + Buffer.byteLength(text)
        total = Promise.resolve(
          after > maxBytes ? await shrink(folder, KEPT_SHARE * maxBytes) : after,
        )
      } catch {
        total = undefined
      }
    },
  }
}

const toPage = (page: z.infer<typeof cachedSchema>['page']): ExtractedPage => {
  const { language, author, published, ...rest } = page
  return {
    ...rest,
    ...(language !== undefined && { language }),
    ...(author !== undefined && { author }),
    ...(published !== undefined && { published }),
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type File = { readonly path: string; readonly bytes: number; readonly usedAt: number }

const filesOf = async (folder: string): Promise<readonly File[]> => {
  const paths = (await readdir(folder)).map((name) => join(folder, name))
  return await Promise.all(
    paths.map(async (path) => {
      const about = await stat(path).catch(() => undefined)
      return { path, bytes: about?.size ?? 0, usedAt: about?.mtimeMs ?? 0 }
    }),
  )
}

const sizeOf = async (folder: string): Promise<number> =>
  (await filesOf(folder)).reduce((sum, { bytes }) => sum + bytes, 0)

/** Removes files, those first that were used longest ago; gives the bytes that are left. */
const shrink = async (folder: string, target: number): Promise<number> => {
  const files = [...(await filesOf(folder))].sort((a, b) => a.usedAt - b.usedAt)
  let left = files.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { path, bytes } of files) {
    if (left <= target) break
    await rm(path, { force: true })
    left -= bytes
  }
  return left
}
