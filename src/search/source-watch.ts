import type { SourceHealth } from '../spec/evidence-source.ts'
import { isAppError } from '../spec/errors.ts'
import { failureReason } from './failure-reason.ts'

/** Knows whether a source on the network answers, without a turn ever waiting to find out. */
export type SourceWatch = {
  health(): SourceHealth
  /** Tests now; resolves with the outcome, never throws. */
  test(signal?: AbortSignal): Promise<SourceHealth>
  /** The first test, or nothing where it is done. */
  started(): Promise<unknown>
  /** A call failed: where it was the network, the source is down until a later test answers. */
  failed(error: unknown): string
  close(): void
}

/** `probe` gives what health says while all is well. A source that is down is tested again by itself. */
export const watchSource = (options: {
  readonly id: string
  readonly probe: (signal: AbortSignal) => Promise<string>
  readonly probeMs: number
  readonly retryMs: number
}): SourceWatch => {
  const { id, probe, probeMs, retryMs } = options
  const closed = new AbortController()
  let health: SourceHealth = { id, status: 'starting', detail: 'the first test is running' }
  let retry: NodeJS.Timeout | undefined

  const goDown = (reason: string): void => {
    const minutes = Math.max(1, Math.round(retryMs / 60_000))
    const detail = `${reason}; tested again every ${minutes} min, answers go on without it`
    health = { id, status: 'down', detail }
    clearTimeout(retry)
    if (closed.signal.aborted) return
    retry = setTimeout(() => void test(), retryMs)
    retry.unref()
  }

  const test = async (signal?: AbortSignal): Promise<SourceHealth> => {
    const signals = [closed.signal, AbortSignal.timeout(probeMs), ...(signal ? [signal] : [])]
    try {
      const detail = await probe(AbortSignal.any(signals))
      health = { id, status: 'ok', detail }
    } catch (error) {
      if (!signal?.aborted) goDown(reasonFor(error))
    }
    return health
  }

  const first = test()
  return {
    health: () => health,
    test,
    started: () => first,
    failed: (error) => {
      const reason = reasonFor(error)
      // What the source itself said, such as "too many requests", is no outage.
      if (!isAppError(error)) goDown(reason)
      return reason
    },
    close: () => {
      clearTimeout(retry)
      closed.abort()
    },
  }
}

const reasonFor = (error: unknown): string =>
  isAppError(error) ? error.message : failureReason(error)
