import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RuleBook } from '../../rules/rule-book.ts'
import { AppError } from '../../spec/errors.ts'
import { ruleIdSchema, ruleSchema } from '../../spec/rule.ts'
import { z } from 'zod'
import { parseInput } from '../http/parse-input.ts'

export type RuleRoutesOptions = { readonly rules: RuleBook }

const paramsSchema = z.object({ id: ruleIdSchema })
const bodySchema = ruleSchema.partial({ id: true })

/** `GET /rules`, `PUT` and `DELETE /rules/:id`; changes hold from the next turn on, and are not for tenants. */
export const ruleRoutes = async (
  app: FastifyInstance,
  { rules }: RuleRoutesOptions,
): Promise<void> => {
  const refuseTenant = async ({ tenant }: FastifyRequest): Promise<void> => {
    if (tenant === undefined) return
    throw new AppError('TENANT_RULES', 'The rules are the same for all keys.')
  }

  app.get('/rules', () => ({
    rules: rules.all(),
    sets: rules.sets(),
    removed: rules.removed(),
  }))

  app.get('/rules/:id', (request) => {
    const { id } = parseInput(paramsSchema, request.params)
    return rules.resolve([id])[0]
  })

  app.put('/rules/:id', { preHandler: refuseTenant }, async (request) => {
    const { id } = parseInput(paramsSchema, request.params)
    const body = parseInput(bodySchema, request.body)
    if (body.id !== undefined && body.id !== id) {
      throw new AppError('INVALID_REQUEST', `id: must be ${id}, as in the path`)
    }
    const rule = { ...body, id }
    await rules.put(rule)
    return rule
  })

  app.delete('/rules/:id', { preHandler: refuseTenant }, async (request, reply) => {
    const { id } = parseInput(paramsSchema, request.params)
    await rules.remove(id)
    return reply.code(204).send()
  })
}
