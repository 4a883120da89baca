import { setTimeout as pause } from 'node:timers/promises'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { indexPaths } from '../../src/search/files/index-paths.ts'
import { hashEncoder } from './hash-encoder.ts'

// A process of its own that indexes a folder slowly and tells its parent how far it is.
const [dataDir = '', folder = ''] = process.argv.slice(2)
const encoder = hashEncoder()
const index = await openDocumentIndex({ dataDir, encoder })
await indexPaths(index, [folder], {
  onProgress: () => process.send?.(index.list({ limit: 1 }).total),
  pauseMs: 5,
})
await pause(60_000)
