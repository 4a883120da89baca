import { availableParallelism } from 'node:os'
import { env } from 'node:process'
import { Session } from '@lancedb/lancedb'

const MiB = 1024n * 1024n
// LanceDB keeps up to 6 GiB of indexes in memory by itself. A million passages need about half of this.
const INDEX_CACHE = 512n * MiB
const METADATA_CACHE = 128n * MiB

/**
 * Readies LanceDB for this machine, before its first use. Its pool of workers leaves two cores alone,
 * so that on one to three cores a single worker is left; indexing the words of 60,000 passages in one
 * step then waited for itself for ever (0.30). With two workers it took 15 s.
 */
export const lanceSession = (): Session => {
  if (availableParallelism() < 4) env['LANCE_CPU_THREADS'] ??= '2'
  // Statistics with every centroid in them are large, and LanceDB warns about them on the terminal.
  env['LANCE_INCLUDE_VECTOR_CENTROIDS'] ??= 'false'
  return new Session(INDEX_CACHE, METADATA_CACHE)
}
