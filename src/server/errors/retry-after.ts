import type { AppError } from '../../spec/errors.ts'

// Where nobody knows better.
const RETRY_AFTER_SECONDS = 3

/** In how many seconds to ask again what was refused. */
export const retryAfter = ({ details }: AppError): number => {
  const known: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'retryAfter') : undefined
  return typeof known === 'number' ? known : RETRY_AFTER_SECONDS
}
