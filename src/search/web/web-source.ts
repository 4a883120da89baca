import type { EvidenceSource, SourceHealth } from '../../spec/evidence-source.ts'
import type { PageFetcher } from '../fetch/fetch-page.ts'
import { findOnWeb, type WebParts } from './find-on-web.ts'
import { watchSource } from './watch-source.ts'

export type WebSource = EvidenceSource & {
  /** Resolves with health, never throws; runs by itself at the start, and again while the source is down. */
  selfTest(signal?: AbortSignal): Promise<SourceHealth>
  close(): Promise<void>
}

export type WebSourceOptions = Pick<WebParts, 'id' | 'search' | 'encoder' | 'keepPage'> & {
  readonly fetcher?: PageFetcher | undefined
  readonly retryMs?: number | undefined
}

const PROBE_MS = 4_000
const RETRY_MS = 5 * 60_000

/** A search service and the pages that it lists, as a source of evidence. */
export const createWebSource = (options: WebSourceOptions): WebSource => {
  const { id, search, encoder, keepPage, fetcher, retryMs = RETRY_MS } = options
  const probe = (signal: AbortSignal): Promise<string> => search.probe(signal)
  const watch = watchSource({ id, probe, probeMs: PROBE_MS, retryMs })
  const parts: WebParts = { id, search, encoder, watch, keepPage, fetcher }
  return {
    id,
    find: (query, findOptions) => findOnWeb(parts, query, findOptions),
    health: () => watch.health(),
    selfTest: (signal) => watch.test(signal),
    close: () => Promise.resolve(watch.close()),
  }
}
