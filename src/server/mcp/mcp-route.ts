import { createMcpHandler } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Admission } from '../admission/admission.ts'
import { withSeat } from '../admission/with-seat.ts'
import { whenLeft } from '../http/when-left.ts'
import { collectReply } from '../turns/collect-reply.ts'
import { scoreRows, type ScoreDeps } from '../turns/score-rows.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { searchEverywhere, type SearchSourcesDeps } from '../../search/search-sources.ts'
import type { McpDeps } from './mcp-deps.ts'
import { createMcpServer } from './mcp-server.ts'

export type McpRouteOptions = ScoreDeps &
  SearchSourcesDeps & {
    readonly turns: Pick<TurnService, 'start'>
    readonly admission: Pick<Admission, 'enter'>
  }

/**
 * `POST /mcp`: the Model Context Protocol over streamable HTTP, stateless. Each call stands by itself and
 * brings its key: there is no session that could stand for one.
 */
export const mcpRoute = async (app: FastifyInstance, options: McpRouteOptions): Promise<void> => {
  app.post('/mcp', async (request, reply) => {
    const left = whenLeft(reply)
    const handler = createMcpHandler(() => createMcpServer(depsOf(options, request)))
    return handler.fetch(webRequest(request, left), { parsedBody: request.body })
  })
}

const depsOf = (
  { turns, documents, sources, admission, ...scoring }: McpRouteOptions,
  { caller, tenant }: FastifyRequest,
): McpDeps => {
  return {
    documents,
    ask: async (request, signal) => {
      const turn = await turns.start({ request, tenant, caller })
      return collectReply(turn.frames({ signal }))
    },
    search: (asked, signal) =>
      withSeat(admission, { kind: 'search', signal, caller }, () =>
        searchEverywhere({ documents, sources }, asked, signal),
      ),
    score: (row, signal) =>
      withSeat(admission, { kind: 'score', signal, caller }, async () => {
        const [result] = await scoreRows(scoring, [row], signal)
        if (result === undefined) throw new Error('a row without a result: this is a bug')
        return result
      }),
  }
}

/** The call as the protocol's handler takes it; its body has been read. */
const webRequest = ({ headers, url }: FastifyRequest, signal: AbortSignal): Request => {
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
  )
  // Only its path and headers are looked at.
  return new Request(new URL(url, 'http://localhost'), { method: 'POST', headers: sent, signal })
}
