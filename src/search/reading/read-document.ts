import { Piscina } from 'piscina'
import { extname } from 'node:path'
import { createBoundedQueue } from './bounded-queue.ts'
import { loaderArguments } from '../../base/loader-arguments.ts'
import { AppError, throwIfAborted } from '../../spec/errors.ts'
import { slice } from '../../spec/span.ts'
import type { Snippet } from '../snippets/cut-snippets.ts'
import type { Outcome } from './document-worker.ts'
import type { ExtractedPage, RawDocument } from '../pages/extract-text.ts'

/*
 * Design. Parsing what strangers wrote takes time and memory that can't be told beforehand, so threads do it,
 * each ended where a document passes a limit; the next document finds a new one. One that is slow leaves the
 * other thread to the pages that a turn waits for.
 */

type ReadLimits = {
  readonly ms: number
  /** Of a thread's heap; arrays of bytes have a bound of their own. */
  readonly heapMb: number
}

/** The door to the threads; `snippetsOf` is `cutSnippets` there. */
type DocumentReader = {
  /** The readable text of a document. Throws UNSUPPORTED_DOCUMENT, DOCUMENT_TOO_COMPLEX, OVERLOADED, ABORTED. */
  readonly readDocument: (document: RawDocument, signal?: AbortSignal) => Promise<ExtractedPage>
  readonly snippetsOf: (
    page: Pick<ExtractedPage, 'text' | 'title'>,
    signal?: AbortSignal,
  ) => Promise<readonly Snippet[]>
}

const LIMITS: ReadLimits = { ms: 30_000, heapMb: 768 }
const THREADS = 2
// Each holds a document of up to 20 MB.
const MOST_WAITING = 32
// How long a thread without work is kept.
const IDLE_MS = 60_000

export const createDocumentReader = (limits: ReadLimits = LIMITS): DocumentReader => {
  let started: Piscina | undefined
  const admit = createBoundedQueue({
    running: THREADS,
    waiting: MOST_WAITING,
    refusal: 'Too many documents wait to be read; try again soon.',
  })
  const run = <Result>(task: Task, signal?: AbortSignal): Promise<Result> =>
    admit(() => runTask<Result>((started ??= startThreads(limits)), task, limits, signal), signal)
  return {
    readDocument: (body, signal) => run({ name: 'read', about: body.name, body }, signal),
    snippetsOf: async (page, signal) => {
      const { text, title } = page
      const body = { text, title }
      const spans = await run<readonly Omit<Snippet, 'text'>[]>(
        { name: 'cut', about: title, body },
        signal,
      )
      return spans.map((span) => ({ ...span, text: slice(text, span) }))
    },
  }
}

/** The threads of this process. */
export const { readDocument, snippetsOf } = createDocumentReader()

type Task = { readonly name: 'read' | 'cut'; readonly about: string; readonly body: object }

const startThreads = ({ heapMb }: ReadLimits): Piscina => {
  const file = new URL(`./document-worker${extname(import.meta.url)}`, import.meta.url)
  const execArgv = loaderArguments(file)
  return new Piscina({
    filename: file.href,
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    ...(execArgv && { execArgv: [...execArgv] }),
  })
}

const runTask = async <Result>(
  threads: Piscina,
  { name, about, body }: Task,
  limits: ReadLimits,
  signal?: AbortSignal,
): Promise<Result> => {
  throwIfAborted(signal)
  const late = AbortSignal.timeout(limits.ms)
  const ends = signal ? AbortSignal.any([signal, late]) : late
  let outcome: Outcome<Result>
  try {
    outcome = (await threads.run(body, { name, signal: ends })) as Outcome<Result>
  } catch (cause) {
    throwIfAborted(signal)
    throw endedError(about, late.aborted, limits, cause)
  }
  if ('result' in outcome) return outcome.result
  throw new AppError(outcome.failure.code, outcome.failure.message)
}

const endedError = (about: string, late: boolean, limits: ReadLimits, cause: unknown): AppError => {
  const name = about.slice(0, 200).toWellFormed()
  if (late)
    return new AppError(
      'DOCUMENT_TOO_COMPLEX',
      `${name} takes more than ${limits.ms / 1_000} s to read.`,
      { cause },
    )
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new AppError(
      'DOCUMENT_TOO_COMPLEX',
      `${name} takes more than ${limits.heapMb} MB of memory to read.`,
      { cause },
    )
  return new AppError('UNSUPPORTED_DOCUMENT', `${name} can't be read: its thread ended.`, { cause })
}
