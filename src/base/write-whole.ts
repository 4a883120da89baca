import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Written aside and renamed: a kill leaves no half file. With `flush`, a power cut neither; that takes milliseconds. */
export const writeWhole = async (
  path: string,
  text: string,
  { flush = false, mode }: { readonly flush?: boolean; readonly mode?: number } = {},
): Promise<void> => {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeFile(draft, text, { flush, ...(mode !== undefined && { mode }) })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}
