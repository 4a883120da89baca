import type { ErrorCode } from '../spec/errors.ts'

/** What the service refused, or UNREACHABLE where it could not be asked at all. Branch on `code`. */
export class ClientError extends Error {
  readonly code: ErrorCode | 'UNREACHABLE'
  readonly requestId: string | undefined
  readonly details: unknown

  constructor(
    code: ErrorCode | 'UNREACHABLE',
    message: string,
    options: { cause?: unknown; requestId?: string | undefined; details?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'ClientError'
    this.code = code
    this.requestId = options.requestId
    this.details = options.details
  }
}
