import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Admission } from '../../base/admission.ts'
import { scoreRowSchema } from '../../spec/score.ts'
import { parseInput } from '../parse-input.ts'
import { scoreRows, type ScoreDeps } from '../score-rows.ts'
import { whenLeft } from '../when-left.ts'

export type ScoreRouteOptions = ScoreDeps & { readonly admit: Admission }

const scoreRequestSchema = z.strictObject({ rows: z.array(scoreRowSchema).min(1).max(256) })

/** `POST /score` */
export const scoreRoute = async (
  app: FastifyInstance,
  { admit, ...deps }: ScoreRouteOptions,
): Promise<void> => {
  app.post('/score', async (request, reply) => {
    const left = whenLeft(reply)
    const { rows } = parseInput(scoreRequestSchema, request.body)
    return { rows: await admit(() => scoreRows(deps, rows, left), left) }
  })
}
