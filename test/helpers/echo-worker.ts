import { serveCalls } from '../../src/inference/workers/serve-calls.ts'
import { workerSetup } from '../../src/inference/workers/start-worker.ts'
import { AppError } from '../../src/spec/errors.ts'

// A worker without a model: answers a text by its letters, and fails in the ways that it is asked to.

let aborts = 0

const handle = async (
  text: string,
  emit: (item: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  if (text === 'throw') throw new Error('broken')
  if (text === 'throw-overloaded') throw new AppError('OVERLOADED', 'too much')
  if (text === 'die') setImmediate(() => fail())
  if (text === 'die' || text === 'wait') {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    aborts += 1
  } else {
    for (const item of text === 'aborts' ? [`${aborts}`] : text) emit(item)
  }
}

const fail = (): never => {
  throw new Error('out of luck')
}

await serveCalls<string, string>(() => {
  const { broken } = workerSetup() as { readonly broken?: string }
  if (broken !== undefined) return Promise.reject(new Error(broken))
  return Promise.resolve({ handle, close: () => Promise.resolve() })
})
