import { ERRORS } from '../../spec/errors.ts'
import { toAppError } from './error-body.ts'

/** "CODE: what happened What to do." on one line; an unexpected error tells its own message. */
export const describeFailure = (thrown: unknown): string => {
  const error = toAppError(thrown)
  const expected = error.code !== 'INTERNAL'
  const message = expected
    ? error.message
    : thrown instanceof Error
      ? thrown.message
      : String(thrown)
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`
  const { remedy } = ERRORS[error.code]
  const told = !expected || sentence.endsWith(remedy)
  return `${error.code}: ${sentence}${told ? '' : ` ${remedy}`}`.replace(/(?<!\s)\s*\n\s*/g, ' ')
}

/** 2 where the configuration is wrong, else 1. */
export const exitCodeOf = (thrown: unknown): 1 | 2 =>
  toAppError(thrown).code === 'CONFIG_INVALID' ? 2 : 1
