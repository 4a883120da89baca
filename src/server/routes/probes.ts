import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { RuleBook } from '../../rules/rule-book.ts'
import { AppError } from '../../spec/errors.ts'
import { ruleIdSchema } from '../../spec/rule.ts'
import { idParamsSchema } from '../http/paging.ts'
import { parseInput } from '../http/parse-input.ts'
import type { ProbeRuns } from '../probes/probe-runs.ts'
import type { Services } from '../setup/services.ts'

export type ProbeRoutesOptions = {
  readonly probes: Pick<ProbeRuns, 'start' | 'get'>
  readonly rules: Pick<RuleBook, 'resolve'>
  readonly services: Pick<Services, 'isReady'>
}

const ATTACKS_A_RULE = 8

const bodySchema = z.strictObject({
  rules: z.array(ruleIdSchema).min(1).max(100).optional(),
  /** Attacks over all rules; left out, some a rule. */
  budget: z.number().int().min(4).max(20_000).optional(),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
})

/** `POST /probes`, `GET /probes/:id`; not for tenants, whose turns would wait for it. */
export const probeRoutes = async (
  app: FastifyInstance,
  { probes, rules, services }: ProbeRoutesOptions,
): Promise<void> => {
  app.addHook('preHandler', async ({ tenant }) => {
    if (tenant !== undefined)
      throw new AppError('TENANT_RULES', 'Probing is for the operator’s key.')
  })

  app.post('/probes', async (request, reply) => {
    if (!services.isReady()) throw new AppError('NOT_READY', 'The models are still loading.')
    const { rules: wanted, budget, seed } = parseInput(bodySchema, request.body ?? {})
    const probed = rules.resolve(wanted)
    if (probed.length === 0) throw new AppError('RULE_NOT_FOUND', 'There are no rules in force.')
    const attacks = budget ?? ATTACKS_A_RULE * probed.length
    return reply.code(202).send(probes.start({ rules: probed, budget: attacks, seed }))
  })

  app.get('/probes/:id', (request) => probes.get(parseInput(idParamsSchema, request.params).id))
}
