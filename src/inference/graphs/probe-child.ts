import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ProbeReport } from './probe-device.ts'

// The process that probe-device.ts starts, with the path of an encoder's graph.

const ROW = [101n, 7592n, 2088n, 102n]

const probe = async (graph: string): Promise<void> => {
  const session = await InferenceSession.create(graph, { executionProviders: ['cuda'] })
  const dims = [1, ROW.length]
  const outputs = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ROW), dims),
    attention_mask: new Tensor(
      'int64',
      BigInt64Array.from(ROW, () => 1n),
      dims,
    ),
  })
  const numbers = outputs['embedding']?.data
  if (!(numbers instanceof Float32Array) || !numbers.every(Number.isFinite))
    throw new Error('the test row gave no numbers.')
}

// Holds the process until the parent has read the report and ends it, or is gone.
process.once('disconnect', () => process.exit())

const report = (failure: string | undefined): void => {
  process.send?.({ failure } satisfies ProbeReport)
}

try {
  await probe(process.argv[2] ?? '')
  report(undefined)
} catch (error) {
  report(error instanceof Error ? error.message : String(error))
}
