import { extname } from 'node:path'
import { Worker, workerData } from 'node:worker_threads'
import { createExitGuard, type ExitGuard } from './exit-guard.ts'

type WorkerData = { readonly setup: unknown; readonly guard: ExitGuard }

let guard: ExitGuard | undefined

/** Starts the worker of this folder that is called `name`, compiled or from source. */
export const startWorker = (name: string, setup: unknown): Worker =>
  startFile(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url), setup)

/** A thread from source loads the TypeScript loader itself: on Node 20 it doesn't inherit its parent's. */
export const startFile = (file: URL, setup: unknown): Worker => {
  guard ??= createExitGuard()
  const workerData: WorkerData = { setup, guard }
  if (!file.pathname.endsWith('.ts')) return new Worker(file, { workerData })
  const loader = import.meta.resolve('tsx/esm/api')
  const source = `import(${JSON.stringify(loader)})
    .then(({ register }) => register())
    .then(() => import(${JSON.stringify(file.href)}))`
  return new Worker(source, { eval: true, workerData })
}

/** In a worker: what it was started with. */
export const workerSetup = (): unknown => (workerData as WorkerData).setup
