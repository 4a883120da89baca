import { fork } from 'node:child_process'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../spec/errors.ts'
import type { Device } from '../../spec/health.ts'
import { entryOf, readManifest } from '../files/manifest.ts'

const PROBE_MS = 60_000

/** What the probing child says before it ends. */
export type ProbeReport = { readonly failure: string | undefined }

/**
 * Which execution provider runs: a real row goes through CUDA in a child process, since a broken set-up
 * can abort the process that tries it. Throws DEVICE_UNAVAILABLE where cuda is demanded and can't be had.
 */
export const probeDevice = async (
  requested: Device['requested'],
  modelsDir: string,
): Promise<Device> => {
  if (requested === 'cpu') return { requested, used: 'cpu', detail: 'CPU, as configured.' }
  const { graph } = entryOf(await readManifest(modelsDir), 'encoder')
  const { cuda } = graph
  const failure = await probeCuda(join(modelsDir, typeof cuda === 'string' ? cuda : cuda.run))
  if (failure === undefined) {
    const detail = 'CUDA passed a test row; models without a graph for it run on the CPU.'
    return { requested, used: 'cuda', detail }
  }
  if (requested === 'cuda') {
    throw new AppError('DEVICE_UNAVAILABLE', `CUDA can't be used: ${failure}`)
  }
  return { requested, used: 'cpu', detail: `CPU, since CUDA can't be used: ${failure}` }
}

/** Why CUDA can't be used; undefined where it can. */
const probeCuda = (graph: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const file = new URL(`./probe-child${extname(import.meta.url)}`, import.meta.url)
    const child = fork(fileURLToPath(file), [graph], { silent: true, timeout: PROBE_MS })
    child.once('message', ({ failure }: ProbeReport) => {
      resolve(failure)
      child.kill()
    })
    child.once('error', (error) => resolve(error.message))
    // After a report this changes nothing: a promise settles once.
    child.once('exit', (code, signal) =>
      resolve(`the process that tried it ended with ${signal ?? `exit code ${code}`}.`),
    )
  })
