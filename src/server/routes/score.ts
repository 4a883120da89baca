import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { scoreRowSchema } from '../../spec/score.ts'
import { parseInput } from '../parse-input.ts'
import { scoreRows, type ScoreDeps } from '../score-rows.ts'
import { whenLeft } from '../when-left.ts'

const scoreRequestSchema = z.strictObject({ rows: z.array(scoreRowSchema).min(1).max(256) })

/** `POST /score` */
export const scoreRoute = async (app: FastifyInstance, deps: ScoreDeps): Promise<void> => {
  app.post('/score', async (request, reply) => {
    const left = whenLeft(reply)
    const { rows } = parseInput(scoreRequestSchema, request.body)
    return { rows: await scoreRows(deps, rows, left) }
  })
}
