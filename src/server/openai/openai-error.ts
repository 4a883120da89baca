import { ERRORS, type AppError } from '../../spec/errors.ts'

// OpenAI's names of kinds, by status.
const KINDS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
}

/** An error in OpenAI's shape; `code` is that of docs/errors.md, `param` the first field at fault. */
export const openAiError = (error: AppError, requestId: string): object => {
  const { code, message, details } = error
  const { status } = ERRORS[code]
  const type = KINDS[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error')
  const param: unknown = Reflect.get(Object(Array.isArray(details) ? details[0] : {}), 'path')
  return {
    error: {
      message,
      type,
      param: typeof param === 'string' && param !== '' ? param : null,
      code,
      requestId,
      ...(details !== undefined && { details }),
    },
  }
}
