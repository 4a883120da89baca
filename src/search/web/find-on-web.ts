import { setTimeout as pause } from 'node:timers/promises'
import type { Encoder } from '../../spec/encoder.ts'
import { isAppError, throwIfAborted } from '../../spec/errors.ts'
import type { Page } from '../../spec/evidence.ts'
import type { FindOptions, Found, SearchEvent } from '../../spec/evidence-source.ts'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { failureReason } from '../fetch/failure-reason.ts'
import type { PageFetcher } from '../fetch/fetch-page.ts'
import { pickEvidence } from './pick-evidence.ts'
import { readDocument } from '../reading/read-document.ts'
import type { SourceWatch } from './watch-source.ts'
import type { WebResult, SearchService } from './search-service.ts'

export type WebParts = {
  readonly id: string
  readonly search: SearchService
  readonly encoder: Encoder
  readonly watch: SourceWatch
  /** Keeps the snapshot of a page that is cited. */
  readonly keepPage: (page: Page) => Promise<void>
  /** Reads what the service does not send along. */
  readonly fetcher: PageFetcher | undefined
}

// How long the very first turn waits for the self-test, how long any turn for the service, and how
// long for service and pages together.
const START_MS = 1_000
const SEARCH_MS = 2_500
const PAGES_MS = 3_800
const PAGES = 3

/** Asks a search service, reads its best pages, and picks their snippets. Throws ABORTED alone. */
export async function* findOnWeb(
  parts: WebParts,
  query: string,
  { limit, signal }: FindOptions,
): AsyncGenerator<SearchEvent, Found> {
  const { id: source, watch, search, encoder } = parts
  await Promise.race([watch.started(), pause(START_MS, undefined, { ref: false })])
  throwIfAborted(signal)
  const { status, detail } = watch.health()
  if (status !== 'ok') return { evidence: [], failures: [{ source, reason: detail }] }
  const within = (ms: number): AbortSignal =>
    AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])])
  const late = within(PAGES_MS)
  try {
    const found = await search.search(query, PAGES, within(SEARCH_MS))
    watch.answered()
    const results = found.map(({ url, title, text }) => ({ url, title, text, source }))
    yield { type: 'search-results', results }
    const pages = yield* readPages(parts, found.slice(0, PAGES), late)
    throwIfAborted(signal)
    const evidence = await pickEvidence(pages, { id: source, encoder, query, limit, signal })
    await keepCited(parts, pages, new Set(evidence.map(({ page }) => page?.hash ?? '')))
    return { evidence, failures: [] }
  } catch (error) {
    throwIfAborted(signal)
    return { evidence: [], failures: [{ source, reason: watch.failed(error) }] }
  }
}

async function* readPages(
  parts: WebParts,
  results: readonly WebResult[],
  signal: AbortSignal,
): AsyncGenerator<SearchEvent, readonly ExtractedPage[]> {
  const reading = results.map((result) => ({
    url: result.url,
    outcome: readPage(parts, result, signal),
  }))
  const pages: ExtractedPage[] = []
  for (const { url, outcome } of reading) {
    const { page, ...told } = await outcome
    if (page) pages.push(page)
    yield { type: 'page', url, ...told }
  }
  return pages
}

type Outcome = {
  readonly status: 'ok' | 'refused' | 'failed'
  readonly reason?: string
  readonly page?: ExtractedPage
}

const readPage = async (
  { fetcher }: WebParts,
  { url, document }: WebResult,
  signal: AbortSignal,
): Promise<Outcome> => {
  try {
    if (document) return { status: 'ok', page: await readDocument(await document(signal), signal) }
    if (fetcher) return { status: 'ok', page: await fetcher.fetchPage(url, signal) }
    return { status: 'failed', reason: 'pages are not fetched' }
  } catch (error) {
    const status = isAppError(error, 'URL_REFUSED') ? 'refused' : 'failed'
    if (isAppError(error, 'ABORTED')) return { status, reason: 'it took too long' }
    return { status, reason: isAppError(error) ? error.message : failureReason(error) }
  }
}

/** Snapshots of the pages that evidence points into, and of no others. */
const keepCited = async (
  { keepPage }: WebParts,
  read: readonly ExtractedPage[],
  hashes: ReadonlySet<string>,
): Promise<void> => {
  for (const page of read) if (hashes.has(page.hash)) await keepPage(page)
}
