import { AppError } from '../../spec/errors.ts'
import { Durations } from './durations.ts'
import { forecastMs, forecastStart, type Outlook } from './forecast.ts'
import { pickNext, type Limits } from './pick-next.ts'
import type { Entry, Work } from './work.ts'

export type AdmissionOptions = Limits & {
  /** How many of a caller may wait for a seat. */
  readonly waitingEach: number
  /** In which work has to be done, its wait included, where it names nothing else. */
  readonly deadlineMs: number
  readonly now?: () => number
  readonly random?: () => number
}

export type Place = {
  /** Rejects with OVERLOADED where it waited in vain, with ABORTED where its signal fired. */
  readonly seated: Promise<void>
  /** Gives seat or place back; a second time does nothing. What was cut short is not measured. */
  readonly leave: (outcome?: 'done' | 'cut') => void
}

// Of all callers: so many are played through in a forecast within a millisecond.
const MAX_WAITING = 200

/**
 * The one door to what takes the machine's time. Callers take turns for seats; each has a cap of them and
 * a short queue. What can't be done within its deadline, by the durations measured and what stands before
 * it, is refused at once, with the time after which it could be.
 */
export class Admission {
  readonly #options: AdmissionOptions
  readonly #now: () => number
  readonly #random: () => number
  readonly #durations = new Durations()
  readonly #running = new Set<Entry>()
  /** With what is to happen once they are seated. */
  readonly #waiting = new Map<Entry, () => void>()
  readonly #lastSeats = new Map<string, number>()
  #seatsGiven = 0

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#random = options.random ?? Math.random
  }

  /** Resolves once there is a seat, with what gives it back. Throws OVERLOADED, mostly at once, or ABORTED. */
  async enter(caller: string, work: Work): Promise<Place['leave']> {
    const { seated, leave } = this.queue(caller, work)
    await seated
    return leave
  }

  /** A place to wait for a seat at. Throws OVERLOADED with `details.retryAfter` in seconds. */
  queue(caller: string, work: Work): Place {
    const entry: Entry = { caller, work }
    for (;;) {
      const refusal = this.#refusalOf(entry)
      if (refusal === undefined) break
      if (!this.#makeRoomFor(caller)) throw refusal
    }
    const seated = this.#waitForSeat(entry)
    // Whoever waits for it gets it; where nobody does any more, that must not end the process.
    seated.catch(() => undefined)
    return { seated, leave: (outcome = 'done') => this.#leave(entry, outcome) }
  }

  count(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running.size, waiting: this.#waiting.size }
  }

  #refusalOf(entry: Entry): AppError | undefined {
    const outlook = this.#outlook(entry)
    const start = forecastStart(entry, outlook, this.#options)
    // With a seat at once it is as quick as it can be, and shows how quick that is.
    if (start === 0) return undefined
    const own = [...this.#waiting.keys()].filter(({ caller }) => caller === entry.caller)
    if (own.length >= this.#options.waitingEach || this.#waiting.size >= MAX_WAITING) {
      // Once the first of them has a seat, there is a place to wait at.
      return this.#overloaded(forecastStart(own[0] ?? entry, outlook, this.#options))
    }
    const { deadlineMs = this.#options.deadlineMs } = entry.work
    const late = start + forecastMs(entry, outlook) - deadlineMs
    return late > 0 ? this.#overloaded(late) : undefined
  }

  #outlook(newcomer?: Entry): Outlook {
    return {
      running: [...this.#running],
      waiting: [...this.#waiting.keys(), ...(newcomer === undefined ? [] : [newcomer])],
      lastSeats: this.#lastSeats,
      durations: this.#durations,
      now: this.#now(),
    }
  }

  /** Ends work that nobody waits for; false where there is none whose end would help. */
  #makeRoomFor(caller: string): boolean {
    const isOwn = (entry: Entry): boolean => entry.caller === caller
    const orphans = [...this.#waiting.keys(), ...this.#running].filter(
      ({ work }) => work.orphan?.isOne() === true,
    )
    const isCapped = [...this.#running].filter(isOwn).length >= this.#options.seatsEach
    const first = orphans.find(isOwn) ?? (isCapped ? undefined : orphans[0])
    if (first === undefined) return false
    this.#leave(first, 'cut')
    first.work.orphan?.giveWay()
    return true
  }

  async #waitForSeat(entry: Entry): Promise<void> {
    const { signal, deadlineMs = this.#options.deadlineMs } = entry.work
    let timer: NodeJS.Timeout | undefined
    let leave = (): void => undefined
    try {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.set(entry, resolve)
        this.#giveSeats()
        if (entry.seatedAt !== undefined) return
        leave = () => reject(new AppError('ABORTED', 'The caller left.', { cause: signal?.reason }))
        if (signal?.aborted === true) leave()
        signal?.addEventListener('abort', leave)
        timer = setTimeout(() => {
          reject(this.#overloaded(forecastStart(entry, this.#outlook(), this.#options)))
        }, deadlineMs)
      })
    } catch (error) {
      this.#leave(entry, 'cut')
      throw error
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', leave)
    }
  }

  #giveSeats(): void {
    for (;;) {
      const next = pickNext(this.#outlook(), this.#options)
      if (next === undefined) return
      const seat = this.#waiting.get(next)
      this.#waiting.delete(next)
      this.#running.add(next)
      this.#seatsGiven += 1
      this.#lastSeats.set(next.caller, this.#seatsGiven)
      next.seatedAt = this.#now()
      seat?.()
    }
  }

  #leave(entry: Entry, outcome: 'done' | 'cut'): void {
    this.#waiting.delete(entry)
    if (this.#running.delete(entry) && outcome === 'done') {
      const { kind, cost = 1 } = entry.work
      this.#durations.add(kind, (this.#now() - (entry.seatedAt ?? 0)) / cost)
    }
    const isCaller = ({ caller }: Entry): boolean => caller === entry.caller
    if (![...this.#running, ...this.#waiting.keys()].some(isCaller)) {
      this.#lastSeats.delete(entry.caller)
    }
    this.#giveSeats()
  }

  /** With some jitter, so that those who were refused together do not come back together. */
  #overloaded(ms: number): AppError {
    const seconds = Math.min(ms, this.#options.deadlineMs) / 1_000
    const retryAfter = Math.max(1, Math.ceil(seconds + this.#random() * Math.max(1, seconds / 2)))
    const message = `More is asked for than can be done in time; try again in ${retryAfter} s.`
    return new AppError('OVERLOADED', message, { details: { retryAfter } })
  }
}
