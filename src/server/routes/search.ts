import type { FastifyInstance } from 'fastify'
import { searchSources, type SearchSourcesDeps } from '../../search/search-sources.ts'
import { searchRequestSchema } from '../../spec/search.ts'
import type { Admission } from '../admission/admission.ts'
import { withSeat } from '../admission/with-seat.ts'
import { parseInput } from '../http/parse-input.ts'
import { whenLeft } from '../http/when-left.ts'

export type SearchRouteOptions = SearchSourcesDeps & {
  readonly admission: Pick<Admission, 'enter'>
}

/** `POST /search` */
export const searchRoute = async (
  app: FastifyInstance,
  { admission, ...deps }: SearchRouteOptions,
): Promise<void> => {
  app.post('/search', async (request, reply) => {
    const signal = whenLeft(reply)
    const search = parseInput(searchRequestSchema, request.body)
    const work = { kind: 'search', signal, caller: request.caller } as const
    return withSeat(admission, work, () => searchSources(deps, search, signal))
  })
}
