import type { Worker } from 'node:worker_threads'
import { AppError, throwIfAborted, type ErrorCode } from '../../spec/errors.ts'
import { Inbox } from './inbox.ts'
import type { Failure, FromWorker, ToWorker } from './worker-messages.ts'

export type WorkerClientOptions = {
  /** How people call what runs in the worker. */
  readonly name: string
  /** The code of failures that have none, such as a thread that died. */
  readonly failure: ErrorCode
  readonly start: () => Worker
}

/**
 * The main thread's side of a worker that answers calls. A worker that dies fails its callers; the
 * next call starts another one.
 */
export class WorkerClient<Body, Item> {
  readonly #options: WorkerClientOptions
  readonly #inboxes = new Map<number, Inbox<Item>>()
  #running: Promise<Worker> | undefined
  #closed = false
  #nextId = 0

  constructor(options: WorkerClientOptions) {
    this.#options = options
  }

  /** Resolves once the worker has loaded; rejects with the reason why it can't. */
  async open(): Promise<void> {
    await this.#worker()
  }

  /** One call; leaving the iteration, or the signal, aborts it in the worker. */
  async *call(body: Body, signal?: AbortSignal): AsyncGenerator<Item, void> {
    throwIfAborted(signal)
    const worker = await this.#worker()
    throwIfAborted(signal)
    const id = this.#nextId++
    const inbox = new Inbox<Item>()
    const leave = (): void => inbox.fail(new AppError('ABORTED', 'The caller left.'))
    signal?.addEventListener('abort', leave, { once: true })
    this.#inboxes.set(id, inbox)
    send(worker, { type: 'call', id, body })
    try {
      yield* inbox.read()
    } finally {
      signal?.removeEventListener('abort', leave)
      if (this.#inboxes.delete(id)) send(worker, { type: 'abort', id })
    }
  }

  /** Ends the thread; callers that still wait get ABORTED. */
  async close(): Promise<void> {
    this.#closed = true
    const worker = await this.#running?.catch(() => undefined)
    if (worker === undefined) return
    this.#failAll(new AppError('ABORTED', `The ${this.#options.name} is closing.`))
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    send(worker, { type: 'close' })
    await ended
  }

  #worker(): Promise<Worker> {
    if (this.#closed) throw new AppError('ABORTED', `The ${this.#options.name} is closed.`)
    this.#running ??= this.#start()
    return this.#running
  }

  #start(): Promise<Worker> {
    const worker = this.#options.start()
    let reason = 'its thread ended'
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve(worker)
        else if (message.type === 'not-ready') reject(this.#errorOf(message.failure))
        else this.#deliver(message)
      })
      worker.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error)
      })
      worker.on('exit', () => {
        this.#running = undefined
        const error = this.#errorOf({ message: `The ${this.#options.name} stopped: ${reason}.` })
        reject(error)
        this.#failAll(error)
      })
    })
  }

  #deliver(message: Extract<FromWorker, { id: number }>): void {
    const inbox = this.#inboxes.get(message.id)
    if (message.type === 'item') return inbox?.push(message.item as Item)
    this.#inboxes.delete(message.id)
    if (message.type === 'end') inbox?.end()
    else inbox?.fail(this.#errorOf(message.failure))
  }

  #failAll(error: AppError): void {
    for (const inbox of this.#inboxes.values()) inbox.fail(error)
    this.#inboxes.clear()
  }

  #errorOf({ code, message }: Failure): AppError {
    return new AppError(code ?? this.#options.failure, message)
  }
}

const send = (worker: Worker, message: ToWorker): void => worker.postMessage(message)
