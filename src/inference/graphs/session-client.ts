import { extname } from 'node:path'
import type { SessionSpec } from './open-session.ts'
import { startWorker } from '../workers/start-worker.ts'
import { WorkerClient } from '../workers/worker-client.ts'

/** Tensors as they cross threads, by name. */
export type Arrays = Readonly<
  Record<string, { readonly data: Float32Array | BigInt64Array; readonly dims: readonly number[] }>
>

/** A session in a worker of its own. */
export type SessionClient = {
  run(feeds: Arrays): Promise<Arrays>
  close(): Promise<void>
}

/** Resolves once the session has loaded. Throws INTERNAL, which says which model failed and why. */
export const openSessionClient = async (
  name: string,
  spec: SessionSpec,
): Promise<SessionClient> => {
  const client = new WorkerClient<Arrays, Arrays>({
    name,
    failure: 'INTERNAL',
    start: () =>
      startWorker(new URL(`./session-worker${extname(import.meta.url)}`, import.meta.url), spec),
  })
  await client.open()
  return {
    run: async (feeds) => {
      for await (const outputs of client.call(feeds)) return outputs
      throw new Error('a session without outputs: this is a bug')
    },
    close: () => client.close(),
  }
}
