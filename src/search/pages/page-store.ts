import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Page } from '../../spec/evidence.ts'
import { AppError } from '../../spec/errors.ts'
import { setAsideName } from '../../base/set-aside-name.ts'
import { hashText } from './hash-text.ts'
import { writeWhole } from '../../base/write-whole.ts'

/** Snapshots of pages by the hash of their text, so that a citation can be shown for as long as they are kept. */
export type PageStore = {
  put(page: Page): Promise<void>
  /** Throws STORE_FAILED where it has been damaged. */
  get(hash: string): Promise<Page | undefined>
  /** Whether it is there, undamaged. */
  holds(hash: string): Promise<boolean>
}

const storedSchema = z.object({
  url: z.string(),
  title: z.string(),
  text: z.string(),
  sheets: z.array(z.number()).readonly().exactOptional(),
})
const DAMAGED = 'damaged'

/**
 * Snapshots live in `dataDir`/pages/<hash>.json, written once and never changed; one that is damaged
 * is set aside when it can be written anew.
 */
export const openPageStore = async (dataDir: string): Promise<PageStore> => {
  const folder = join(dataDir, 'pages')
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new AppError('STORE_FAILED', `The folder ${folder} can't be made.`, { cause })
  }
  const pathOf = (hash: string): string => join(folder, `${hash}.json`)
  const read = async (hash: string): Promise<Page | typeof DAMAGED | undefined> => {
    const text = await readFile(pathOf(hash), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : (parsePage(text, hash) ?? DAMAGED)
  }
  return {
    put: async ({ hash, ...page }) => {
      try {
        const there = await read(hash)
        if (there === DAMAGED) await rename(pathOf(hash), setAsideName(pathOf(hash)))
        // What was kept before its pages were told apart is written anew.
        else if (there?.sheets?.length === page.sheets?.length && there !== undefined) return
        const { url, title, text, sheets } = page
        await writeWhole(pathOf(hash), JSON.stringify({ url, title, text, sheets }), {
          flush: true,
        })
      } catch (cause) {
        throw new AppError('STORE_FAILED', `The snapshot of ${page.title} can't be written.`, {
          cause,
        })
      }
    },
    get: async (hash) => {
      if (!/^[0-9a-f]{64}$/u.test(hash)) return undefined
      const page = await read(hash)
      if (page !== DAMAGED) return page
      const message = `The snapshot ${hash} has been changed on disk; index its document again.`
      throw new AppError('STORE_FAILED', message)
    },
    holds: async (hash) => typeof (await read(hash)) === 'object',
  }
}

/** Undefined where it is not the page of that hash. */
const parsePage = (text: string, hash: string): Page | undefined => {
  try {
    const { data } = storedSchema.safeParse(JSON.parse(text))
    return data && hashText(data.text) === hash ? { hash, ...data } : undefined
  } catch {
    return undefined
  }
}
