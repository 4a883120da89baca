import type { Device } from '../../spec/health.ts'
import type { Manifest } from '../files/manifest.ts'
import type { GraphFiles, ModelEntry } from '../files/model-entry.ts'
import type { SessionSpec } from './open-session.ts'

/** What every model of the manifest is opened with. */
export type EmbeddedOptions = {
  readonly modelsDir: string
  readonly manifest: Manifest
  readonly device: Device
  /** Threads of each session. */
  readonly threads: number
}

/**
 * Where and how a model runs. One that has no graph of its own for CUDA runs on the CPU: its whole
 * number products have no kernel elsewhere.
 */
export const sessionSpec = (
  { modelsDir, device, threads }: EmbeddedOptions,
  entry: ModelEntry,
): SessionSpec => {
  const own = !sameFiles(entry.graph.cpu, entry.graph.cuda)
  const used = device.used === 'cuda' && own ? 'cuda' : 'cpu'
  return { modelsDir, graph: entry.graph[used], device: used, threads }
}

const sameFiles = (a: GraphFiles, b: GraphFiles): boolean => JSON.stringify(a) === JSON.stringify(b)
