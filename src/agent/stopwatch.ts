/** Milliseconds by stage; a stage that runs twice adds up. */
export type Stopwatch = {
  readonly lap: (stage: string) => void
  readonly timings: () => Record<string, number>
}

/** Each `lap` charges the time since the last one to a stage. `now` is in milliseconds. */
export const startStopwatch = (now: () => number): Stopwatch => {
  const start = now()
  const stages = new Map<string, number>()
  let last = start
  return {
    lap: (stage) => {
      const time = now()
      stages.set(stage, (stages.get(stage) ?? 0) + time - last)
      last = time
    },
    timings: () => ({ ...Object.fromEntries(stages), total: last - start }),
  }
}
