import { AppError } from '../../spec/errors.ts'
import { dialogueOf } from '../../store/dialogue-of.ts'
import type { Store, StoredTurn } from '../../store/store.ts'
import { begunResponse, completedResponse, failedResponse } from './response.ts'
import { responseIdOf, turnIdIn } from './response-ids.ts'
import { countUsage, type CountTokens } from '../borrowed/usage.ts'

/** A turn of the store by its response's id, and those before it. Throws TURN_NOT_FOUND. */
export const findStored = async (
  store: Pick<Store, 'findTurn' | 'getDialogue'>,
  responseId: string,
): Promise<{ readonly turn: StoredTurn; readonly before: readonly StoredTurn[] }> => {
  const turn = await store.findTurn(turnIdIn(responseId))
  const dialogue = turn && (await store.getDialogue(turn.dialogueId))
  if (turn === undefined || dialogue === undefined) {
    throw new AppError('TURN_NOT_FOUND', `There is no stored response ${responseId}.`)
  }
  const at = dialogue.turns.findIndex(({ turnId }) => turnId === turn.turnId)
  return { turn, before: dialogue.turns.slice(0, Math.max(at, 0)) }
}

/** A stored turn as the response that it was. */
export const storedResponse = (
  { turn, before }: Awaited<ReturnType<typeof findStored>>,
  count: CountTokens,
  requestId: string,
): object => {
  const { turnId, text, preceding = [], status, reply } = turn
  const created = Math.floor(Date.parse(turn.createdAt) / 1_000)
  const previous = before.at(-1)
  const previous_response_id = previous === undefined ? null : responseIdOf(previous.turnId)
  const head = { turnId, created, about: { previous_response_id, store: true } }
  if (status === 'running') return begunResponse(head)
  if (reply === undefined) {
    return failedResponse(new AppError('ABORTED', 'The turn was not answered.'), head, requestId)
  }
  const asked = { participant: 'user' as const, text }
  const usageOf = (shown: string) =>
    countUsage(count, [...dialogueOf(before), ...preceding, asked], shown)
  return completedResponse(reply, { ...head, cited: false, ignored: [], usageOf })
}

/** What was asked, as a page of OpenAI's list. */
export const inputItemsOf = ({ turnId, text, preceding = [] }: StoredTurn): object => {
  const said = [...preceding, { participant: 'user' as const, text }]
  const data = said.map(({ participant, text: words }, i) => ({
    id: `msg_${turnId}_${i}`,
    type: 'message',
    status: 'completed',
    role: participant === 'user' ? 'user' : 'assistant',
    content: [{ type: participant === 'user' ? 'input_text' : 'output_text', text: words }],
  }))
  const [first, last] = [data[0]?.id, data.at(-1)?.id]
  return {
    object: 'list',
    data: data.toReversed(),
    first_id: last,
    last_id: first,
    has_more: false,
  }
}
