import { once } from 'node:events'
import { InferenceSession, type Tensor } from 'onnxruntime-node'
import type { FoldReport } from './fold-weights.ts'
import { failureOf } from '../workers/worker-messages.ts'

// The process that fold-weights.ts starts, with the path of a graph without inputs. Reports the names and
// sizes of its outputs to the parent, and writes their bytes to the standard output.

const send = (report: FoldReport): void => {
  process.send?.(report)
}

const fold = async (path: string): Promise<void> => {
  const session = await InferenceSession.create(path, {
    graphOptimizationLevel: 'disabled',
    enableCpuMemArena: false,
    enableMemPattern: false,
    logSeverityLevel: 3,
  })
  const weights = Object.entries(await session.run({})).map(([name, tensor]) => ({
    name,
    data: bytesOf(tensor),
  }))
  send({ weights: weights.map(({ name, data }) => ({ name, bytes: data.byteLength })) })
  for (const { data } of weights)
    if (!process.stdout.write(data)) await once(process.stdout, 'drain')
}

const bytesOf = ({ data }: Tensor): Uint8Array => {
  if (!ArrayBuffer.isView(data)) throw new Error('a weight that is no number: this is a bug')
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

process.once('disconnect', () => process.exit())
try {
  await fold(process.argv[2] ?? '')
} catch (error) {
  send({ failure: failureOf(error).message })
}
process.stdout.end(() => process.disconnect())
