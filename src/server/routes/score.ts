import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { scoreRowSchema } from '../../spec/score.ts'
import type { Admission } from '../admission/admission.ts'
import { withSeat } from '../admission/with-seat.ts'
import { parseInput } from '../http/parse-input.ts'
import { scoreRows, type ScoreDeps } from '../turns/score-rows.ts'
import { whenLeft } from '../http/when-left.ts'

export type ScoreRouteOptions = ScoreDeps & { readonly admission: Pick<Admission, 'enter'> }

const scoreRequestSchema = z.strictObject({ rows: z.array(scoreRowSchema).min(1).max(256) })

/** `POST /score` */
export const scoreRoute = async (
  app: FastifyInstance,
  { admission, ...deps }: ScoreRouteOptions,
): Promise<void> => {
  app.post('/score', async (request, reply) => {
    const left = whenLeft(reply)
    const { rows } = parseInput(scoreRequestSchema, request.body)
    const { caller } = request
    const work = { kind: 'score', cost: rows.length, signal: left, caller } as const
    return { rows: await withSeat(admission, work, () => scoreRows(deps, rows, left)) }
  })
}
