import { AppError, isAppError, type ErrorCode } from '../../spec/errors.ts'

export type ErrorBody = {
  readonly error: {
    readonly code: ErrorCode
    readonly message: string
    readonly requestId: string
    readonly details?: unknown
  }
}

export const errorBody = (error: AppError, requestId: string): ErrorBody => {
  const { code, message, details } = error
  return { error: { code, message, requestId, ...(details !== undefined && { details }) } }
}

// Fastify's own refusals, by its codes.
const FRAMEWORK_CODES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'This content type is not read here.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['INVALID_JSON', 'The body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['INVALID_JSON', 'The body is not well-formed JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['INVALID_REQUEST', 'Content-Length is not the body’s.'],
  FST_ERR_BAD_URL: ['NOT_FOUND', 'The path is not well-formed.'],
}

// A caller's own words come back in errors, however many they were: in UTF-16 code units.
const MAX_MESSAGE_LENGTH = 2_000
const MAX_DETAILS_LENGTH = 2_000

/** Any thrown value as an error of the table, of bounded size; what was not expected becomes INTERNAL and says nothing. */
export const toAppError = (thrown: unknown): AppError => {
  const error = knownError(thrown)
  const { code, message, details, cause } = error
  const isLong = details !== undefined && JSON.stringify(details).length > MAX_DETAILS_LENGTH
  if (message.length <= MAX_MESSAGE_LENGTH && !isLong) return error
  return new AppError(code, shortened(message, MAX_MESSAGE_LENGTH), {
    cause,
    ...(!isLong && { details }),
  })
}

/** The beginning of a text, marked where more followed. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`

const knownError = (error: unknown): AppError => {
  if (isAppError(error)) return error
  const known = FRAMEWORK_CODES[String(field(error, 'code'))]
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error })
  const status = field(error, 'statusCode')
  if (error instanceof SyntaxError && status === 400) {
    return new AppError('INVALID_JSON', 'The body is not well-formed JSON.', { cause: error })
  }
  if (error instanceof Error && typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError('INVALID_REQUEST', error.message, { cause: error })
  }
  return new AppError('INTERNAL', 'An unexpected error; the log has it under this requestId.', {
    cause: error,
  })
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
