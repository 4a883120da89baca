import type { PagePlace } from '../../spec/evidence.ts'
import type { Span } from '../../spec/span.ts'
import type { PageStore } from './page-store.ts'

type Sheets = NonNullable<PagePlace['sheets']>

/** The pages of a PDF that a span of its text stands on; `begins` says where each begins. */
export const sheetsOf = (begins: readonly number[], { start, end }: Span): Sheets =>
  begins.flatMap((from, at) => {
    const to = begins[at + 1] ?? Infinity
    // One that holds no text begins where the next one does.
    const isOn = from < to && from < end && to > start
    return isOn ? [{ number: at + 1, from: Math.max(0, from - start) }] : []
  })

/** Where the pages of a kept PDF begin, from its snapshot; each is read once, since it never changes. */
export const rememberSheets = (
  pages: Pick<PageStore, 'get'>,
): ((hash: string) => Promise<readonly number[]>) => {
  const known = new Map<string, readonly number[]>()
  return async (hash) => {
    const there = known.get(hash)
    if (there !== undefined) return there
    // Without its snapshot a passage is found all the same.
    const page = await pages.get(hash).catch(() => undefined)
    if (page === undefined) return []
    const { sheets = [] } = page
    known.set(hash, sheets)
    return sheets
  }
}
