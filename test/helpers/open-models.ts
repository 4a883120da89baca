import { fileURLToPath } from 'node:url'
import { readManifest } from '../../src/inference/files/manifest.ts'
import type { EmbeddedOptions } from '../../src/inference/graphs/session-spec.ts'

/** The committed models, on the CPU. */
export const committedOptions = async (): Promise<EmbeddedOptions> => {
  const modelsDir = fileURLToPath(new URL('../../models', import.meta.url))
  return {
    modelsDir,
    manifest: await readManifest(modelsDir),
    device: { requested: 'cpu', used: 'cpu', detail: 'a test' },
    threads: 2,
  }
}

/** A parity fixture: what training computed, to compare with. */
export const parityFile = (name: string): URL =>
  new URL(`../fixtures/parity/${name}.json`, import.meta.url)
