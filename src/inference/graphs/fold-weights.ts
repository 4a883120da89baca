import { fork, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * Design. Preparing the weights takes three times their memory for a second, and the allocator would
 * keep it. So a child process does it and hands back the bytes; what they pass through here is one
 * block, freed as soon as the session has its own copy.
 */

/** What the child says: its outputs in the order in which their bytes come, or why there are none. */
export type FoldReport =
  | { readonly weights: readonly { readonly name: string; readonly bytes: number }[] }
  | { readonly failure: string }

export type FoldedWeights = {
  /** Each weight by its name, as ONNX Runtime takes external data. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[]
  readonly free: () => void
}

/** Runs a graph without inputs; its outputs are the weights of another. Throws where it can't run. */
export const foldWeights = async (path: string): Promise<FoldedWeights> => {
  const file = new URL(`./fold-child${extname(import.meta.url)}`, import.meta.url)
  const child = fork(fileURLToPath(file), [path], { silent: true })
  const report = await reportOf(child)
  if ('failure' in report) throw new Error(report.failure)
  const block = await readBlock(child, sum(report.weights.map(({ bytes }) => bytes)))
  let place = 0
  const externalData = report.weights.map(({ name, bytes }) => {
    const data = new Uint8Array(block, place, bytes)
    place += bytes
    return { path: name, data }
  })
  return { externalData, free: () => block.resize(0) }
}

const reportOf = (child: ChildProcess): Promise<FoldReport> =>
  new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as FoldReport))
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(new Error(`the process that prepares the weights ended with ${signal ?? code}`)),
    )
  })

const readBlock = async ({ stdout }: ChildProcess, bytes: number): Promise<Resizable> => {
  const block = resizable(bytes)
  let place = 0
  for await (const chunk of stdout ?? []) {
    const data = chunk as Uint8Array
    new Uint8Array(block, place, data.byteLength).set(data)
    place += data.byteLength
  }
  if (place === bytes) return block
  throw new Error(`of ${bytes} bytes of prepared weights only ${place} came`)
}

// ES2024; every Node that we support has it.
type Resizable = ArrayBuffer & { resize(bytes: number): void }
const resizable = (bytes: number): Resizable => {
  const Resizable = ArrayBuffer as unknown as new (
    bytes: number,
    options: { readonly maxByteLength: number },
  ) => Resizable
  return new Resizable(bytes, { maxByteLength: bytes })
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
