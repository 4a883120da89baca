import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { textSchema } from '../../spec/turn.ts'
import type { Store, StoredDialogue, StoredFeedback, StoredTurn } from '../../store/store.ts'
import { idParamsSchema, pagingSchema } from '../http/paging.ts'
import { parseInput } from '../http/parse-input.ts'
import type { TurnService } from '../turns/turn-service.ts'

export type DialogueRoutesOptions = {
  readonly store: Store
  readonly turns: Pick<TurnService, 'isRunning'>
}

const MAX_TITLE_LENGTH = 200

const id = z.string().min(1).max(64)
const listSchema = pagingSchema.extend({ query: z.string().max(200).optional() })
const windowSchema = z.strictObject({
  last: z.coerce.number().int().min(1).max(100).optional(),
  before: id.optional(),
})
const branchSchema = z.strictObject({ from: id, before: id })
const renameSchema = z.strictObject({ title: textSchema.pipe(z.string().max(MAX_TITLE_LENGTH)) })

/** `GET` and `POST /dialogues`; `GET`, `PATCH` and `DELETE /dialogues/:id`. */
export const dialogueRoutes = async (
  app: FastifyInstance,
  { store, turns }: DialogueRoutesOptions,
): Promise<void> => {
  app.get('/dialogues', async (request) => {
    const { query, ...paging } = parseInput(listSchema, request.query)
    return { ...(await store.listDialogues({ ...paging, query })), ...paging }
  })

  app.post('/dialogues', async (request, reply) => {
    const { from, before } = parseInput(branchSchema, request.body)
    return reply.code(201).send(await store.branchDialogue(from, before))
  })

  app.get('/dialogues/:id', async (request) => {
    const { id: of } = parseInput(idParamsSchema, request.params)
    const { last, before } = parseInput(windowSchema, request.query)
    const isPart = last !== undefined || before !== undefined
    const window = { last: last ?? 100, ...(before !== undefined && { before }) }
    const dialogue = await store.getDialogue(of, isPart ? window : undefined)
    if (dialogue === undefined) {
      throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${of}.`)
    }
    return describeDialogue(dialogue, await store.feedbackOf(of))
  })

  app.patch('/dialogues/:id', async (request) => {
    const { id: of } = parseInput(idParamsSchema, request.params)
    const { title } = parseInput(renameSchema, request.body)
    await store.renameDialogue(of, title.trim())
    return { id: of, title: title.trim() }
  })

  app.delete('/dialogues/:id', async (request, reply) => {
    const { id: of } = parseInput(idParamsSchema, request.params)
    if (turns.isRunning(of)) {
      throw new AppError('DIALOGUE_BUSY', 'The dialogue has a turn that is not over yet.')
    }
    await store.deleteDialogue(of)
    return reply.code(204).send()
  })
}

/** A dialogue as callers see it: each turn of the user, then the agent's with all that was said of it. */
const describeDialogue = (
  { turns, ...dialogue }: StoredDialogue,
  feedback: readonly StoredFeedback[],
): object => ({
  ...dialogue,
  ...consentOf(feedback),
  turns: turns.flatMap((turn) =>
    describeTurn(
      turn,
      feedback.filter(({ turnId }) => turnId === turn.turnId),
    ),
  ),
})

/** Whether it may be learnt from, where anything was said of that. */
const consentOf = (feedback: readonly StoredFeedback[]): { consent?: boolean } => {
  const last = feedback.findLast(({ consent }) => consent !== undefined)
  return last?.consent === undefined ? {} : { consent: last.consent }
}

const describeTurn = (
  { dialogueId: _, reply, instead, ...user }: StoredTurn,
  feedback: readonly StoredFeedback[],
): readonly object[] => {
  const asked = { participant: 'user', ...user }
  if (reply === undefined) return [asked]
  // Of whom and of what it is, is known here.
  const given = feedback.map(({ turnId: _turn, dialogueId: _of, models: _by, ...one }) => one)
  const shown = instead === undefined ? {} : { instead }
  const answered = { participant: 'agent', ...reply, ...shown }
  return [asked, given.length === 0 ? answered : { ...answered, feedback: given }]
}
