import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { exactProducts } from './exact-products.ts'
import { guarded } from '../workers/exit-guard.ts'
import { foldWeights } from './fold-weights.ts'
import type { GraphFiles } from '../files/model-entry.ts'

export type SessionSpec = {
  readonly modelsDir: string
  readonly graph: GraphFiles
  readonly device: 'cpu' | 'cuda'
  readonly threads: number
  /** Threads sleep between a graph's steps: a little slower alone, and others get the cores. */
  readonly idleThreadsSleep?: boolean
}

/**
 * Opens a graph. Blocks its thread while it loads and while it runs: for worker threads.
 */
export const openSession = async (spec: SessionSpec): Promise<InferenceSession> => {
  const { graph, modelsDir } = spec
  const waiting = spec.idleThreadsSleep === true ? { intra_op: { allow_spinning: '0' } } : {}
  const session = { ...(await guarded(exactProducts)), ...waiting }
  const options = { ...sessionOptions(spec), extra: { session } }
  if (typeof graph === 'string')
    return guarded(() => InferenceSession.create(join(modelsDir, graph), options))
  // From memory, so that the weights' names are looked up in what is passed and nowhere else.
  const run = await readFile(join(modelsDir, graph.run))
  const { externalData, free } = await foldWeights(join(modelsDir, graph.fold))
  try {
    return await guarded(() => InferenceSession.create(run, { ...options, externalData }))
  } finally {
    free()
  }
}

const sessionOptions = ({ device, threads }: SessionSpec): InferenceSession.SessionOptions => ({
  executionProviders: device === 'cuda' ? ['cuda', 'cpu'] : ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  // Shapes change from run to run: a plan for each of them would only take memory.
  enableMemPattern: false,
  logSeverityLevel: 3,
})
