import { openDocumentIndex } from '../../search/index/document-index.ts'
import { whyNotWritten } from '../../store/disk-room.ts'
import { makeFolder } from '../../base/make-folder.ts'
import { setAside } from '../../store/set-aside.ts'
import { openWeb } from '../../search/open-web.ts'
import type { Encoder } from '../../spec/encoder.ts'
import { AppError } from '../../spec/errors.ts'
import type { Config } from './config.ts'

// A new index and what is built of it; less is no room to begin in.
const NEEDED_BYTES = 20e6

/**
 * The document index and the sources on the web that the settings name. With `report`, for the owner of
 * the data folder alone, a damaged index is set aside.
 */
export const openSearch = async (
  config: Config,
  encoder: Encoder,
  report: ((message: string) => void) | undefined,
) => {
  await makeFolder(config.data)
  const mending = report && { setAside: setAsideIn(config.data), report }
  const index = await openDocumentIndex({ dataDir: config.data, encoder, mending })
  const { allowDomains, denyDomains } = config
  const fetchOptions = { allowDomains, denyDomains }
  const { data: dataDir } = config
  const web = openWeb(config, {
    encoder,
    dataDir,
    keepPage: (page) => index.keepPage(page),
    fetchOptions,
  })
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

const setAsideIn =
  (folder: string) =>
  async (path: string): Promise<string> => {
    const full = await whyNotWritten(folder, NEEDED_BYTES)
    if (full !== undefined) throw new AppError('STORE_FAILED', full)
    return setAside(path)
  }
