import { AppError } from '../../spec/errors.ts'

/** A whole number that a flag was given. Throws CONFIG_INVALID. */
export const readCount = (flag: string, value: string, least: number): number => {
  const count = Number(value)
  if (Number.isSafeInteger(count) && count >= least && value.trim() !== '') return count
  throw new AppError(
    'CONFIG_INVALID',
    `--${flag} is "${value}"; allowed: a whole number of at least ${least}.`,
  )
}
