import { ERRORS, type AppError } from '../../spec/errors.ts'

// Anthropic's names of kinds, by status.
const KINDS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
}

/** An error in Anthropic's shape; `code` is that of docs/errors.md. */
export const anthropicError = (
  { code, message, details }: AppError,
  requestId: string,
): {
  readonly type: 'error'
  readonly error: { readonly type: string; readonly message: string; readonly code: string }
  readonly request_id: string
} => {
  const { status } = ERRORS[code]
  const type = KINDS[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  const error = { type, message, code, ...(details !== undefined && { details }) }
  return { type: 'error', error, request_id: requestId }
}
