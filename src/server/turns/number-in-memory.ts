import type { TurnEvent, TurnFrame } from '../../spec/turn-event.ts'

/** Frames of a dialogue that is not stored: numbered from 1, kept nowhere. */
export const numberInMemory = (place: {
  readonly dialogueId: string
  readonly turnId: string
}): ((event: TurnEvent) => Promise<TurnFrame>) => {
  let seq = 0
  return (event) => {
    seq += 1
    return Promise.resolve({ ...event, ...place, seq })
  }
}
