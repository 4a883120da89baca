import { Tensor } from 'onnxruntime-node'
import { guarded } from '../workers/exit-guard.ts'
import { openSession, type SessionSpec } from './open-session.ts'
import { serveCalls } from '../workers/serve-calls.ts'
import type { Arrays } from './session-client.ts'
import { workerSetup } from '../workers/start-worker.ts'

await serveCalls<Arrays, Arrays>(async () => {
  const session = await openSession(workerSetup() as SessionSpec)
  return {
    handle: async (feeds, emit) =>
      emit(arraysOf(await guarded(() => session.run(tensorsOf(feeds))))),
    close: () => session.release(),
  }
})

const tensorsOf = (arrays: Arrays): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(arrays).map(([name, { data, dims }]) => [
      name,
      data instanceof Float32Array
        ? new Tensor('float32', data, dims)
        : new Tensor('int64', data, dims),
    ]),
  )

const arraysOf = (tensors: Readonly<Record<string, Tensor>>): Arrays =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { data, dims }]) => {
      if (data instanceof Float32Array || data instanceof BigInt64Array)
        return [name, { data, dims }]
      throw new Error(`the output ${name} is neither float32 nor int64: this is a bug`)
    }),
  )
