import { Agent } from 'undici'
import { openPageStore } from '../../src/search/pages/page-store.ts'
import { agentFetch, type Fetch } from '../../src/search/web/json-api.ts'
import { createMediaWiki } from '../../src/search/web/mediawiki.ts'
import { createWebSource, type WebSource } from '../../src/search/web/web-source.ts'
import { hashEncoder } from './hash-encoder.ts'

type WikiOptions = {
  readonly dataDir: string
  readonly apiUrl?: string
  readonly fetch?: Fetch
  readonly retryMs?: number
}

/** A MediaWiki as a source of evidence, alone. */
export const openWiki = ({ dataDir, fetch, retryMs, ...given }: WikiOptions): WebSource => {
  const { apiUrl = 'https://en.wikipedia.org/w/api.php' } = given
  const agent = new Agent()
  const search = createMediaWiki(apiUrl, fetch ?? agentFetch(agent), 'Dunnock (a test)')
  const source = createWebSource({
    id: 'wikipedia',
    search,
    encoder: hashEncoder(),
    keepPage: async (page) => (await openPageStore(dataDir)).put(page),
    retryMs,
  })
  return {
    ...source,
    close: async () => {
      await source.close()
      await agent.destroy()
    },
  }
}
