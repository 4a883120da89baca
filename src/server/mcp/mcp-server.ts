import { McpServer } from '@modelcontextprotocol/server'
import { describeFailure } from '../errors/describe-failure.ts'
import { packageVersion } from '../setup/package-root.ts'
import { answerAsk, ASK } from './ask-tool.ts'
import { answerCheck, CHECK } from './check-tool.ts'
import { answerFetch, FETCH } from './fetch-tool.ts'
import type { McpDeps } from './mcp-deps.ts'
import { answerSearch, SEARCH } from './search-tool.ts'

const INSTRUCTIONS =
  'Answers from the documents and sources of this service, with quotes that were checked. ' +
  'Ask it a question, or search and fetch yourself, and check what you wrote against the evidence.'

/** A server for one connection, or for one call over HTTP: it holds nothing between two of them. */
export const createMcpServer = (deps: McpDeps): McpServer => {
  const server = new McpServer(
    { name: 'dunnock', title: 'Dunnock', version: packageVersion },
    { instructions: INSTRUCTIONS },
  )
  server.registerTool('ask', ASK, (input, { mcpReq }) =>
    told(answerAsk(deps, input, mcpReq.signal)),
  )
  server.registerTool('search', SEARCH, (input, { mcpReq }) =>
    told(answerSearch(deps, input, mcpReq.signal)),
  )
  server.registerTool('fetch', FETCH, (input) => told(answerFetch(deps, input)))
  server.registerTool('check', CHECK, (input, { mcpReq }) =>
    told(answerCheck(deps, input, mcpReq.signal)),
  )
  return server
}

type Told = { readonly text: string; readonly structured: Record<string, unknown> }

/** A tool's result; of a failure, the model that called is told, and may do better. */
const told = async (answer: Promise<Told>) => {
  try {
    const { text, structured } = await answer
    return { content: [{ type: 'text' as const, text }], structuredContent: structured }
  } catch (error) {
    return { isError: true, content: [{ type: 'text' as const, text: describeFailure(error) }] }
  }
}
