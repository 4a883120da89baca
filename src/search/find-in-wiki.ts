import { setTimeout as pause } from 'node:timers/promises'
import type { Encoder } from '../spec/encoder.ts'
import { isAppError, throwIfAborted } from '../spec/errors.ts'
import type { Evidence, Page } from '../spec/evidence.ts'
import type { FindOptions, Found, SearchEvent } from '../spec/evidence-source.ts'
import { cutSnippets, type Snippet } from './cut-snippets.ts'
import { extractText } from './extract-text.ts'
import { failureReason } from './failure-reason.ts'
import type { MediaWikiApi, WikiHit } from './mediawiki-api.ts'
import type { PageStore } from './page-store.ts'
import { selectSnippets } from './select-snippets.ts'
import type { SourceWatch } from './source-watch.ts'

export type Wiki = {
  readonly id: string
  readonly api: MediaWikiApi
  readonly encoder: Encoder
  readonly watch: SourceWatch
  readonly pageUrl: (title: string) => string
  readonly pages: () => Promise<PageStore>
}

// How long the very first turn waits for the self-test, how long any turn for the wiki.
const START_MS = 1_000
const FIND_MS = 4_000
const PAGES = 3

/** Searches a wiki, reads its best pages, and picks their snippets. Throws ABORTED alone. */
export async function* findInWiki(
  wiki: Wiki,
  query: string,
  { limit, signal }: FindOptions,
): AsyncGenerator<SearchEvent, Found> {
  const source = wiki.id
  await Promise.race([wiki.watch.started(), pause(START_MS, undefined, { ref: false })])
  throwIfAborted(signal)
  const { status, detail } = wiki.watch.health()
  if (status !== 'ok') return { evidence: [], failures: [{ source, reason: detail }] }
  const inTime = AbortSignal.any([AbortSignal.timeout(FIND_MS), ...(signal ? [signal] : [])])
  try {
    const hits = await wiki.api.search(query, PAGES, inTime)
    const results = hits.map(({ title, snippet }) => {
      return { url: wiki.pageUrl(title), title, text: plain(snippet), source }
    })
    yield { type: 'search-results', results }
    const pages = yield* readPages(wiki, hits, inTime)
    throwIfAborted(signal)
    return { evidence: await pick(wiki, pages, { query, limit, signal }), failures: [] }
  } catch (error) {
    throwIfAborted(signal)
    return { evidence: [], failures: [{ source, reason: wiki.watch.failed(error) }] }
  }
}

async function* readPages(
  wiki: Wiki,
  hits: readonly WikiHit[],
  signal: AbortSignal,
): AsyncGenerator<SearchEvent, readonly Page[]> {
  const reading = hits.map((hit) => ({
    url: wiki.pageUrl(hit.title),
    read: read(wiki, hit, signal),
  }))
  const pages: Page[] = []
  for (const { url, read: page } of reading) {
    const outcome = await page
    if (typeof outcome === 'string') {
      yield { type: 'page', url, status: 'failed', reason: outcome }
    } else {
      pages.push(outcome)
      yield { type: 'page', url, status: 'ok' }
    }
  }
  return pages
}

/** The page, or why there is none. */
const read = async (wiki: Wiki, hit: WikiHit, signal: AbortSignal): Promise<Page | string> => {
  try {
    const { title, html } = await wiki.api.parse(hit.pageId, signal)
    const raw = { content: html, mediaType: 'text/html', url: wiki.pageUrl(title), name: title }
    const page = await extractText({ ...raw, title }, signal)
    await (await wiki.pages()).put(page)
    return page
  } catch (error) {
    return isAppError(error) ? error.message : failureReason(error)
  }
}

const pick = async (
  { id, encoder }: Wiki,
  pages: readonly Page[],
  request: {
    readonly query: string
    readonly limit: number
    readonly signal: AbortSignal | undefined
  },
): Promise<readonly Evidence[]> => {
  const retrievedAt = new Date().toISOString()
  const snippets = pages.flatMap((page) => cutSnippets(page).map((one) => ({ ...one, page })))
  const chosen = await selectSnippets<Snippet & { readonly page: Page }>(snippets, {
    ...request,
    encoder,
  })
  return chosen.map(({ page: { hash, url }, start, end, text, title }) => ({
    id: `${hash.slice(0, 8)}-${start}`,
    text,
    title,
    url,
    source: id,
    retrievedAt,
    page: { hash, start, end },
  }))
}

/** A result's text without its highlighting. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#039;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
