import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Page } from '../spec/evidence.ts'
import { AppError } from '../spec/errors.ts'
import { hashText } from './hash-text.ts'

/** Snapshots of pages by the hash of their text, so that a citation can be shown for as long as they are kept. */
export type PageStore = {
  put(page: Page): Promise<void>
  get(hash: string): Promise<Page | undefined>
}

const storedSchema = z.object({ url: z.string(), title: z.string(), text: z.string() })

/** Snapshots live in `dataDir`/pages/<hash>.json, written once and never changed. */
export const openPageStore = async (dataDir: string): Promise<PageStore> => {
  const folder = join(dataDir, 'pages')
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new AppError('STORE_FAILED', `The folder ${folder} can't be made.`, { cause })
  }
  const pathOf = (hash: string): string => join(folder, `${hash}.json`)
  return {
    put: async ({ hash, url, title, text }) => {
      if (await exists(pathOf(hash))) return
      // Written aside, then renamed: a kill leaves no half snapshot.
      const draft = join(folder, `.${hash}.${randomUUID()}`)
      try {
        await writeFile(draft, JSON.stringify({ url, title, text }))
        await rename(draft, pathOf(hash))
      } catch (cause) {
        throw new AppError('STORE_FAILED', `The snapshot of ${title} can't be written.`, { cause })
      }
    },
    get: async (hash) => {
      if (!/^[0-9a-f]{64}$/u.test(hash)) return undefined
      const stored = await readFile(pathOf(hash), 'utf8').catch(() => undefined)
      if (stored === undefined) return undefined
      const page = { hash, ...storedSchema.parse(JSON.parse(stored)) }
      if (hashText(page.text) === hash) return page
      throw new AppError('STORE_FAILED', `The snapshot ${hash} has been changed on disk.`)
    },
  }
}

const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null)) !== null
