import { openDocumentIndex } from '../search/document-index.ts'
import { makeFolder } from '../store/make-folder.ts'
import { openWeb } from '../search/open-web.ts'
import type { Encoder } from '../spec/encoder.ts'
import type { Config } from './config.ts'

/** The document index and the sources on the web that the settings name. */
export const openSearch = async (config: Config, encoder: Encoder) => {
  await makeFolder(config.data)
  const index = await openDocumentIndex({ dataDir: config.data, encoder })
  const { allowDomains, denyDomains } = config
  const fetchOptions = { allowDomains, denyDomains }
  const web = openWeb(config, { encoder, dataDir: config.data, fetchOptions })
  return {
    index,
    /** What a turn asks, and what health tells of. */
    sources: [index, ...web.sources],
    services: [index, ...web.services],
    close: async () => {
      await web.close()
      await index.close()
    },
  }
}
