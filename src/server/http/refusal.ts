import { AppError } from '../../spec/errors.ts'

/** What a caller sent and may not send, with the field at fault. */
export const refusal = (path: string, message: string): AppError =>
  new AppError('INVALID_REQUEST', `${path}: ${message}`, { details: [{ path, message }] })
