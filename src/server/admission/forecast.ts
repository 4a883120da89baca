import type { Durations } from './durations.ts'
import { pickNext, type Limits, type Standing } from './pick-next.ts'
import type { Entry } from './work.ts'

export type Outlook = Standing<Entry, Entry> & {
  readonly now: number
  readonly durations: Durations
}

type AtWork = { readonly caller: string; readonly endsAt: number }

/**
 * In how many milliseconds `one`, which is among those who wait, is given its seat. What stands before it
 * is played through by the rule that seats are given by. Infinity where that is never.
 */
export const forecastStart = (one: Entry, outlook: Outlook, limits: Limits): number => {
  const waiting = [...outlook.waiting]
  const lastSeats = new Map(outlook.lastSeats)
  let running = outlook.running.map((entry): AtWork => ({
    caller: entry.caller,
    endsAt: leftOf(entry, outlook),
  }))
  let lastSeat = Math.max(0, ...lastSeats.values())
  for (let at = 0; ;) {
    const next = pickNext({ running, waiting, lastSeats }, limits)
    if (next === one) return at
    if (next !== undefined) {
      waiting.splice(waiting.indexOf(next), 1)
      running.push({ caller: next.caller, endsAt: at + forecastMs(next, outlook) })
      lastSeat += 1
      lastSeats.set(next.caller, lastSeat)
    } else if (running.length === 0) return Infinity
    else {
      at = Math.min(...running.map(({ endsAt }) => endsAt))
      running = running.filter(({ endsAt }) => endsAt > at)
    }
  }
}

/** How long it takes once it has a seat. What runs for longer than the mean shows that the mean is out of date. */
export const forecastMs = ({ work: { kind, cost = 1 } }: Entry, outlook: Outlook): number => {
  const alike = outlook.running.filter(({ work }) => work.kind === kind)
  const soFar = alike.map(
    ({ work, seatedAt = outlook.now }) => (outlook.now - seatedAt) / (work.cost ?? 1),
  )
  return cost * Math.max(outlook.durations.mean(kind), ...soFar)
}

const leftOf = (entry: Entry, outlook: Outlook): number => {
  const whole = forecastMs(entry, outlook)
  const { seatedAt = outlook.now } = entry
  // Even the one that has run longest is not over yet.
  return Math.max(whole - (outlook.now - seatedAt), whole / 4)
}
