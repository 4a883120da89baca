import type { Found, SearchEvent } from '../../src/spec/evidence-source.ts'

/** Runs a search to its end: what it found, and the events on the way. */
export const drain = async (
  run: AsyncGenerator<SearchEvent, Found>,
): Promise<Found & { readonly events: readonly SearchEvent[] }> => {
  const events: SearchEvent[] = []
  for (;;) {
    const step = await run.next()
    if (step.done) return { ...step.value, events }
    events.push(step.value)
  }
}
