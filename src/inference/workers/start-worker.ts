import { Worker, workerData } from 'node:worker_threads'
import { loaderArguments } from '../../base/loader-arguments.ts'
import { createExitGuard, type ExitGuard } from './exit-guard.ts'

type WorkerData = { readonly setup: unknown; readonly guard: ExitGuard }

let guard: ExitGuard | undefined

/** Starts a worker from its file, compiled or from source. */
export const startWorker = (file: URL, setup: unknown): Worker => {
  guard ??= createExitGuard()
  const workerData: WorkerData = { setup, guard }
  const execArgv = loaderArguments(file)
  return new Worker(file, { workerData, ...(execArgv && { execArgv: [...execArgv] }) })
}

/** In a worker: what it was started with. */
export const workerSetup = (): unknown => (workerData as WorkerData).setup
