import { once } from 'node:events'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { Command } from 'commander'
import { answerOnce } from '../../agent/answer-once.ts'
import { searchEverywhere } from '../../search/search-sources.ts'
import type { McpDeps } from '../../server/mcp/mcp-deps.ts'
import { createMcpServer } from '../../server/mcp/mcp-server.ts'
import type { Config } from '../../server/setup/config.ts'
import { compose } from '../../server/setup/compose.ts'
import type { Services } from '../../server/setup/services.ts'
import { scoreRows } from '../../server/turns/score-rows.ts'
import { indexFirst } from '../index-first.ts'
import { watchInterruptions } from '../interruption.ts'
import { addSettings, readSettings, TURN_SETTINGS } from '../settings.ts'
import { stderrLog } from '../stderr-log.ts'

export const mcpCommand = (): Command => {
  const command = new Command('mcp').description(
    'Serves the Model Context Protocol on stdin and stdout: tools ask, search, fetch, check.\n' +
      'A running service has the same at POST /mcp.',
  )
  return addSettings(command, TURN_SETTINGS).action(serveMcp)
}

/** It answers at once that it is there; what needs a model waits for it. */
const serveMcp = async (flags: Record<string, unknown>): Promise<void> => {
  const config = readSettings(flags)
  const signal = watchInterruptions()
  const only = ['language-model', 'reward', 'reader', 'index'] as const
  const services = await compose(config, stderrLog, { only, indexing: false })
  const deps = depsOf(services, config, signal)
  const handle = serveStdio(() => createMcpServer(deps))
  try {
    const ended = once(process.stdin, 'close')
    const stopped = once(signal, 'abort')
    await Promise.race([ended, stopped])
  } finally {
    await handle.close()
    await services.close()
  }
  signal.throwIfAborted()
}

const depsOf = (services: Services, config: Config, signal: AbortSignal): McpDeps => {
  const { documents, rules, rewardModel, agent } = services
  const indexed = indexFirst(documents, config, signal)
  const ready = async (): Promise<void> => {
    await services.whenReady()
    await indexed()
  }
  const sources = (): ReturnType<Services['sources']> => services.sources()
  return {
    ask: async ({ dialogue = [], rules: _, ...options }, called) => {
      await ready()
      const inForce = rules.resolve(undefined)
      return answerOnce(agent, { dialogue, rules: inForce, options, signal: called })
    },
    search: async (asked, called) => {
      await ready()
      return searchEverywhere({ documents, sources }, asked, called)
    },
    score: async (row, called) => {
      await services.whenReady()
      const [result] = await scoreRows({ rewardModel, rules }, [row], called)
      if (result === undefined) throw new Error('a row without a result: this is a bug')
      return result
    },
    documents: {
      get: (id) => documents.get(id),
      list: (options) => documents.list(options),
      page: async (hash) => {
        await ready()
        return documents.page(hash)
      },
    },
  }
}
