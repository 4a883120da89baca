import { AppError } from '../../spec/errors.ts'
import type { Said } from '../../spec/turn.ts'
import { dialogueOf } from '../../store/dialogue-of.ts'
import type { Store } from '../../store/store.ts'
import { turnIdIn } from './response-ids.ts'

/** What was said before a question, by where it is kept. */
export type Past = {
  /** The dialogue that the question goes on with. */
  readonly dialogueId?: string
  /** What is stored there. */
  readonly stored: readonly Said[]
  /** What another dialogue held up to the response that is gone on from: it has gone on since. */
  readonly branched: readonly Said[]
  /** What the caller gave beside. */
  readonly given: readonly Said[]
}

/**
 * Where a response is named, all up to it came before what is given. Where the items are a stored dialogue
 * as it stands, it is gone on with in place of a copy. Throws TURN_NOT_FOUND.
 */
export const findPast = async (
  store: Pick<Store, 'findTurn' | 'getDialogue'>,
  responseId: string | null | undefined,
  answered: string | undefined,
  given: readonly Said[],
): Promise<Past> => {
  const nothing = { stored: [], branched: [] }
  const named = responseId ?? undefined
  const found = await upTo(store, named === undefined ? answered : turnIdIn(named))
  if (named !== undefined) {
    if (found === undefined) {
      throw new AppError('TURN_NOT_FOUND', `There is no stored response ${named}.`)
    }
    const { dialogueId, dialogue, isLast } = found
    if (isLast) return { dialogueId, stored: dialogue, branched: [], given }
    return { stored: [], branched: dialogue, given }
  }
  if (found === undefined || !found.isLast || !same(found.dialogue, given)) {
    return { ...nothing, given }
  }
  return { dialogueId: found.dialogueId, stored: found.dialogue, branched: [], given: [] }
}

/** What was said up to a turn, and whether it is the last of its dialogue. */
const upTo = async (
  store: Pick<Store, 'findTurn' | 'getDialogue'>,
  turnId: string | undefined,
): Promise<
  | { readonly dialogueId: string; readonly dialogue: readonly Said[]; readonly isLast: boolean }
  | undefined
> => {
  const turn = turnId === undefined ? undefined : await store.findTurn(turnId)
  const { turns = [] } = (turn && (await store.getDialogue(turn.dialogueId))) ?? {}
  const at = turns.findIndex((one) => one.turnId === turnId)
  if (turn === undefined || at < 0) return undefined
  const { dialogueId } = turn
  return {
    dialogueId,
    dialogue: dialogueOf(turns.slice(0, at + 1)),
    isLast: at === turns.length - 1,
  }
}

const same = (a: readonly Said[], b: readonly Said[]): boolean =>
  a.length === b.length &&
  a.every(({ participant, text }, i) => b[i]?.participant === participant && b[i].text === text)
