import { Agent, fetch as undiciFetch } from 'undici'
import type { Encoder } from '../spec/encoder.ts'
import type { EvidenceSource, SourceHealth } from '../spec/evidence-source.ts'
import { findInWiki, type Wiki } from './find-in-wiki.ts'
import { createMediaWikiApi, type Fetch, type WikiSite } from './mediawiki-api.ts'
import { openPageStore } from './page-store.ts'
import { watchSource } from './source-watch.ts'

export type Wikipedia = EvidenceSource & {
  /** Resolves with health, never throws; runs by itself at the start, and again while the wiki is down. */
  selfTest(signal?: AbortSignal): Promise<SourceHealth>
  close(): Promise<void>
}

export type WikipediaOptions = {
  readonly encoder: Encoder
  readonly dataDir: string
  readonly language?: string
  /** The api.php of any other MediaWiki. */
  readonly apiUrl?: string
  readonly id?: string
  readonly fetch?: Fetch
  readonly userAgent?: string
  readonly retryMs?: number
}

const CONNECT_MS = 2_000
const PROBE_MS = 4_000
const RETRY_MS = 5 * 60_000

/** Wikipedia, or any MediaWiki, as a source of evidence; it needs no key. */
export const createWikipedia = (options: WikipediaOptions): Wikipedia => {
  const { encoder, dataDir, language = 'en', id = 'wikipedia' } = options
  const apiUrl = options.apiUrl ?? `https://${language}.wikipedia.org/w/api.php`
  const agent = new Agent({ connect: { timeout: CONNECT_MS } })
  const ownFetch: Fetch = (url, init) => undiciFetch(url, { ...init, dispatcher: agent })
  const userAgent = options.userAgent ?? 'Dunnock (self-hosted dialogue agent)'
  const api = createMediaWikiApi(apiUrl, options.fetch ?? ownFetch, userAgent)
  let site: WikiSite | undefined
  const watch = watchSource({
    id,
    probe: async (signal) => {
      site = await api.site(signal)
      return `${site.name} answers at ${new URL(apiUrl).host}`
    },
    probeMs: PROBE_MS,
    retryMs: options.retryMs ?? RETRY_MS,
  })
  const pageUrl = (title: string): string => site?.pageUrl(title) ?? apiUrl
  const wiki: Wiki = { id, api, encoder, watch, pageUrl, pages: once(() => openPageStore(dataDir)) }
  return {
    id,
    find: (query, findOptions) => findInWiki(wiki, query, findOptions),
    health: () => watch.health(),
    selfTest: (signal) => watch.test(signal),
    close: async () => {
      watch.close()
      await agent.destroy()
    },
  }
}

/** Runs when it is first asked for; a failure is forgotten. */
const once = <Result>(open: () => Promise<Result>): (() => Promise<Result>) => {
  let opened: Promise<Result> | undefined
  return async () => {
    opened ??= open()
    try {
      return await opened
    } catch (error) {
      opened = undefined
      throw error
    }
  }
}
