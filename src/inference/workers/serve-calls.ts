import { parentPort, type MessagePort } from 'node:worker_threads'
import { failureOf, type FromWorker, type ToWorker } from './worker-messages.ts'

/** What a worker does: answers a call by items until it returns, and frees what it holds. */
export type Service<Body, Item> = {
  handle(body: Body, emit: (item: Item) => void, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** The worker's side: loads the service, then answers the calls of the main thread until it closes. */
export const serveCalls = async <Body, Item>(
  open: () => Promise<Service<Body, Item>>,
): Promise<void> => {
  const port = parentPort
  if (port === null) throw new Error('not in a worker thread: this is a bug')
  try {
    answer(port, await open())
    send(port, { type: 'ready' })
  } catch (error) {
    send(port, { type: 'not-ready', failure: failureOf(error) })
  }
}

const answer = <Body, Item>(port: MessagePort, service: Service<Body, Item>): void => {
  const calls = new Map<number, AbortController>()
  const run = async (id: number, body: Body): Promise<void> => {
    const controller = new AbortController()
    calls.set(id, controller)
    try {
      await service.handle(
        body,
        (item) => send(port, { type: 'item', id, item }),
        controller.signal,
      )
      send(port, { type: 'end', id })
    } catch (error) {
      send(port, { type: 'failed', id, failure: failureOf(error) })
    } finally {
      calls.delete(id)
    }
  }
  const close = async (): Promise<void> => {
    for (const controller of calls.values()) controller.abort()
    await service.close()
    port.close()
  }
  port.on('message', (message: ToWorker) => {
    if (message.type === 'call') void run(message.id, message.body as Body)
    else if (message.type === 'abort') calls.get(message.id)?.abort()
    else void close()
  })
}

const send = (port: MessagePort, message: FromWorker): void => port.postMessage(message)
