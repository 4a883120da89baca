import { AppError } from '../../spec/errors.ts'
import type { Store, StoredTurn } from '../../store/store.ts'
import type { LiveTurn } from './live-turn.ts'
import type { StartedTurn, TurnInput } from './turn.ts'

/** The turn that was sent before under the same clientTurnId, running or answered. */
export const findResent = async (
  store: Store,
  live: ReadonlyMap<string, LiveTurn>,
  { request: { text, dialogueId }, clientTurnId }: TurnInput,
): Promise<StartedTurn | undefined> => {
  if (clientTurnId === undefined || text === undefined) return undefined
  const place = dialogueId === undefined ? {} : { dialogueId }
  const sent = await store.findSent({ ...place, clientTurnId, text })
  if (sent === undefined) return undefined
  if (sent.text !== text) {
    throw new AppError('INVALID_REQUEST', 'clientTurnId: used before for another text')
  }
  return attach(store, live, sent)
}

const attach = async (
  store: Store,
  live: ReadonlyMap<string, LiveTurn>,
  { dialogueId, turnId, status }: StoredTurn,
): Promise<StartedTurn | undefined> => {
  const turn = live.get(dialogueId)
  if (turn?.place.turnId === turnId) {
    return { dialogueId, turnId, frames: (reader) => turn.follow(0, reader) }
  }
  if (status === 'answered') {
    return { dialogueId, turnId, frames: () => replay(store, turnId) }
  }
  // Neither over nor running: its end could not be written. It is now, and the resend begins anew.
  const message = 'The turn was lost; it was sent again.'
  await store.append({ dialogueId, turnId }, { type: 'error', code: 'ABORTED', message })
  return undefined
}

async function* replay(store: Store, turnId: string) {
  yield* await store.framesOfTurn(turnId)
}
