import type { FastifyInstance } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import type { Store, StoredTurn } from '../../store/store.ts'
import { parseInput } from '../http/parse-input.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { idParamsSchema, pagingSchema } from '../http/paging.ts'

export type DialogueRoutesOptions = {
  readonly store: Store
  readonly turns: Pick<TurnService, 'isRunning'>
}

/** `GET /dialogues`, `GET` and `DELETE /dialogues/:id`. */
export const dialogueRoutes = async (
  app: FastifyInstance,
  { store, turns }: DialogueRoutesOptions,
): Promise<void> => {
  app.get('/dialogues', async (request) => {
    const paging = parseInput(pagingSchema, request.query)
    return { ...(await store.listDialogues(paging)), ...paging }
  })

  app.get('/dialogues/:id', async (request) => {
    const { id } = parseInput(idParamsSchema, request.params)
    const dialogue = await store.getDialogue(id)
    if (dialogue === undefined) {
      throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
    }
    return { ...dialogue, turns: dialogue.turns.flatMap(describeTurn) }
  })

  app.delete('/dialogues/:id', async (request, reply) => {
    const { id } = parseInput(idParamsSchema, request.params)
    if (turns.isRunning(id)) {
      throw new AppError('DIALOGUE_BUSY', 'The dialogue has a turn that is not over yet.')
    }
    await store.deleteDialogue(id)
    return reply.code(204).send()
  })
}

/** The user's turn and, where there is one, the agent's with all that its reply said. */
const describeTurn = (turn: StoredTurn): readonly object[] => {
  const { dialogueId: _, reply, ...user } = turn
  const asked = { participant: 'user', ...user }
  return reply === undefined ? [asked] : [asked, { participant: 'agent', ...reply }]
}
