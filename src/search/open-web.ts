import { Agent } from 'undici'
import type { Encoder } from '../spec/encoder.ts'
import type { EvidenceSource } from '../spec/evidence-source.ts'
import { fallBack } from './combine-sources.ts'
import { createPageFetcher, type PageFetcherOptions } from './fetch/fetch-page.ts'
import { createBrave } from './web/brave.ts'
import { agentFetch, type Fetch } from './web/json-api.ts'
import { createMediaWiki } from './web/mediawiki.ts'
import { createOpenSearch } from './web/opensearch.ts'
import type { SearchService } from './web/search-service.ts'
import { createSearxng } from './web/searxng.ts'
import { createTavily } from './web/tavily.ts'
import { createWebSource, type WebSource, type WebSourceOptions } from './web/web-source.ts'

/** The services that are configured; what is left out is not asked. */
export type WebSettings = {
  /** `auto` is the English Wikipedia; else the address of a wiki's api.php. */
  readonly wikipedia: string
  readonly searxng?: string | undefined
  readonly braveKey?: string | undefined
  readonly tavilyKey?: string | undefined
  /** With the index in its path, and user and password where they are needed. */
  readonly opensearch?: string | undefined
  readonly opensearchKey?: string | undefined
}

export type Web = {
  /** Each service alone, for health and self-tests. */
  readonly services: readonly WebSource[]
  /** What a turn asks at once: services of the web stand in for each other, in order. */
  readonly sources: readonly EvidenceSource[]
  close(): Promise<void>
}

const WIKIPEDIA = 'https://en.wikipedia.org/w/api.php'
const USER_AGENT = 'Dunnock (self-hosted dialogue agent)'
const CONNECT_MS = 2_000

/** Opens the services beside the local index. None of them makes the start wait, or fail. */
export const openWeb = (
  settings: WebSettings,
  parts: {
    readonly encoder: Encoder
    readonly dataDir: string
    readonly keepPage: WebSourceOptions['keepPage']
    readonly fetchOptions?: PageFetcherOptions
  },
): Web => {
  const { encoder, dataDir, keepPage, fetchOptions } = parts
  const agent = new Agent({ connect: { timeout: CONNECT_MS } })
  const fetch = agentFetch(agent)
  const fetcher = createPageFetcher({ cacheDir: dataDir, ...fetchOptions })
  const open = (id: string, search: SearchService): WebSource =>
    createWebSource({ id, search, encoder, keepPage, fetcher })
  const web = engines(settings, fetch).map(([id, search]) => open(id, search))
  const own = collections(settings, fetch).map(([id, search]) => open(id, search))
  return {
    services: [...own, ...web],
    sources: web.length > 1 ? [...own, fallBack('web', web)] : [...own, ...web],
    close: async () => {
      for (const service of [...own, ...web]) await service.close()
      await fetcher.close()
      await agent.destroy()
    },
  }
}

type Named = readonly (readonly [string, SearchService])[]

/** Search engines of the web, in the order in which they are asked: what costs nothing comes first. */
const engines = (settings: WebSettings, fetch: Fetch): Named => {
  const { searxng, braveKey, tavilyKey } = settings
  const named: [string, SearchService][] = []
  if (searxng !== undefined) named.push(['searxng', createSearxng(searxng, fetch)])
  if (braveKey !== undefined) named.push(['brave', createBrave({ key: braveKey }, fetch)])
  if (tavilyKey !== undefined) named.push(['tavily', createTavily({ key: tavilyKey }, fetch)])
  return named
}

/** Collections of their own: asked always, beside the web. */
const collections = (settings: WebSettings, fetch: Fetch): Named => {
  const { wikipedia, opensearch: address, opensearchKey: key } = settings
  const named: [string, SearchService][] = []
  if (address !== undefined) named.push(['opensearch', createOpenSearch({ address, key }, fetch)])
  if (wikipedia !== 'off') {
    const apiUrl = wikipedia === 'auto' ? WIKIPEDIA : wikipedia
    named.push(['wikipedia', createMediaWiki(apiUrl, fetch, USER_AGENT)])
  }
  return named
}
