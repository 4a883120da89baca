import { isAppError, type ErrorCode } from '../../spec/errors.ts'

/** What the main thread sends to a worker. A call is answered by items, then `end` or `failed`. */
export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly body: unknown }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'close' }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'not-ready'; readonly failure: Failure }
  | { readonly type: 'item'; readonly id: number; readonly item: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }

/** An error as it crosses threads; without a code where it was not an AppError. */
export type Failure = { readonly code?: ErrorCode; readonly message: string }

export const failureOf = (error: unknown): Failure =>
  isAppError(error)
    ? { code: error.code, message: error.message }
    : { message: error instanceof Error ? error.message : String(error) }
