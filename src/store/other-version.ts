import { AppError, isAppError } from '../spec/errors.ts'

const MARK = 'other-version'

/** Data that is sound, but not for this version: it stays where it is. */
export const otherVersion = (message: string): AppError =>
  new AppError('STORE_FAILED', `${message} Nothing was changed; use the version that wrote it.`, {
    details: MARK,
  })

export const isOtherVersion = (error: unknown): boolean =>
  isAppError(error) && error.details === MARK
