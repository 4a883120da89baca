import { Agent } from 'undici'
import type { Encoder } from '../spec/encoder.ts'
import { agentFetch, type Fetch } from './web/json-api.ts'
import { createMediaWiki } from './web/mediawiki.ts'
import { createWebSource, type WebSource } from './web/web-source.ts'

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

/** Wikipedia, or any MediaWiki, as a source of evidence; it needs no key. */
export const createWikipedia = (options: WikipediaOptions): WebSource => {
  const { encoder, dataDir, language = 'en', id = 'wikipedia', retryMs } = options
  const apiUrl = options.apiUrl ?? `https://${language}.wikipedia.org/w/api.php`
  const agent = new Agent({ connect: { timeout: CONNECT_MS } })
  const userAgent = options.userAgent ?? 'Dunnock (self-hosted dialogue agent)'
  const search = createMediaWiki(apiUrl, options.fetch ?? agentFetch(agent), userAgent)
  const source = createWebSource({ id, search, encoder, dataDir, retryMs })
  return {
    ...source,
    close: async () => {
      await source.close()
      await agent.destroy()
    },
  }
}
