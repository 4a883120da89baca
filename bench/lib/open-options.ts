import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { readManifest } from '../../src/inference/files/manifest.ts'
import type { EmbeddedOptions } from '../../src/inference/graphs/session-spec.ts'

/** The first argument that is no flag. */
const modelsFolder = (): string | undefined =>
  process.argv[2]?.startsWith('-') === true ? undefined : process.argv[2]

/** The models of this checkout, or of the folder given on the command line, on the CPU with every core. */
export const openOptions = async (): Promise<EmbeddedOptions> => {
  const modelsDir = modelsFolder() ?? fileURLToPath(new URL('../../models', import.meta.url))
  return {
    modelsDir,
    manifest: await readManifest(modelsDir),
    device: { requested: 'cpu', used: 'cpu', detail: 'for measuring' },
    threads: availableParallelism(),
  }
}
