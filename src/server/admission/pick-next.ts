export type Limits = {
  /** What may be at work at once: of all callers, and of one. */
  readonly seats: number
  readonly seatsEach: number
}

type OfCaller = { readonly caller: string }

export type Standing<T extends OfCaller, R extends OfCaller = OfCaller> = {
  readonly running: readonly R[]
  /** In the order of arrival. */
  readonly waiting: readonly T[]
  /** When each caller was last given a seat, as a number that rises. */
  readonly lastSeats: ReadonlyMap<string, number>
}

/**
 * Who gets the next seat: of the callers below their cap, the one with least at work, then the one who
 * has gone longest without a seat. Undefined where no seat is free, or nobody may take it.
 */
export const pickNext = <T extends OfCaller>(
  { running, waiting, lastSeats }: Standing<T>,
  { seats, seatsEach }: Limits,
): T | undefined => {
  if (running.length >= seats) return undefined
  const held = countOf(running)
  let best: { readonly one: T; readonly atWork: number; readonly lastSeat: number } | undefined
  for (const one of waiting) {
    const atWork = held.get(one.caller) ?? 0
    const lastSeat = lastSeats.get(one.caller) ?? 0
    if (atWork >= seatsEach) continue
    const isFirst =
      best === undefined ||
      atWork < best.atWork ||
      (atWork === best.atWork && lastSeat < best.lastSeat)
    if (isFirst) best = { one, atWork, lastSeat }
  }
  return best?.one
}

const countOf = (all: readonly OfCaller[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { caller } of all) counts.set(caller, (counts.get(caller) ?? 0) + 1)
  return counts
}
