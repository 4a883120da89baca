import type { SourceHealth } from '../../spec/evidence-source.ts'
import { isAppError, type AppError } from '../../spec/errors.ts'
import { failureReason } from '../fetch/failure-reason.ts'

/** Knows whether a source on the network answers, without a turn ever waiting to find out. */
export type SourceWatch = {
  health(): SourceHealth
  /** Tests now; resolves with the outcome, never throws. */
  test(signal?: AbortSignal): Promise<SourceHealth>
  /** The first test, or nothing where it is done. */
  started(): Promise<unknown>
  /**
   * A call failed, and why. The source is down until a later test answers where it was the network,
   * where waiting mends nothing, or where several calls in a row have failed.
   */
  failed(error: unknown): string
  /** A call went well. */
  answered(): void
  close(): void
}

// In a row.
const MOST_FAILURES = 3

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
  let failures = 0

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
      failures = 0
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
      failures += 1
      // What the source itself said once, such as "too many requests", is no outage.
      if (!isAppError(error) || isLasting(error) || failures >= MOST_FAILURES) goDown(reason)
      return reason
    },
    answered: () => {
      failures = 0
    },
    close: () => {
      clearTimeout(retry)
      closed.abort()
    },
  }
}

const isLasting = ({ details }: AppError): boolean =>
  typeof details === 'object' &&
  details !== null &&
  'lasting' in details &&
  details.lasting === true

const reasonFor = (error: unknown): string =>
  isAppError(error) ? error.message : failureReason(error)
