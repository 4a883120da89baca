import { AppError } from '../../spec/errors.ts'

/**
 * An object that arrives later: its methods can be handed out at once, and throw NOT_READY until then. What a
 * caller has left out never comes, and says so.
 */
export type Late<T extends object> = {
  readonly object: T
  readonly arrive: (value: T) => void
}

export const createLate = <T extends object>(name: string, isComing = true): Late<T> => {
  let arrived: T | undefined
  // The empty target is never read: every property comes from what has arrived.
  const object = new Proxy({} as T, {
    get: (_, key) => {
      if (arrived === undefined) {
        const why = isComing ? 'is not there yet' : 'was left out when the parts were opened'
        throw new AppError('NOT_READY', `The ${name} ${why}.`)
      }
      return Reflect.get(arrived, key)
    },
  })
  return {
    object,
    arrive: (value) => {
      arrived = value
    },
  }
}
