import { performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

// In milliseconds. While the loop is held, no other caller is served.
const BLOCKED_FROM = 100
const TICK = 20
const MOST_NAMED = 8

/**
 * Tells of each time that the event loop was held, with the routes whose calls were open then: one of them did
 * it, or a turn. What the loop itself worked counts, not what a busy machine made it wait.
 */
export const watchLoop = (
  app: FastifyInstance,
  metrics: Pick<Metrics, 'countBlock'>,
  runningTurns: () => number,
): void => {
  const open = new Map<string, string>()
  // A call that held the loop is mostly answered by the time that this is noticed.
  const ended = new Set<string>()
  app.addHook('onRequest', async ({ id, method, routeOptions: { url } }) => {
    open.set(id, `${method} ${url ?? '(none)'}`)
  })
  app.addHook('onResponse', async ({ id }) => {
    ended.add(open.get(id) ?? '')
    open.delete(id)
  })
  let last = performance.eventLoopUtilization()
  const tick = (): void => {
    const now = performance.eventLoopUtilization()
    const { active } = performance.eventLoopUtilization(now, last)
    last = now
    const routes = [...new Set([...open.values(), ...ended])].filter((route) => route !== '')
    ended.clear()
    const ms = Math.round(active)
    if (ms < BLOCKED_FROM) return
    metrics.countBlock(ms)
    app.log.warn(
      { ms, routes: routes.slice(0, MOST_NAMED), turns: runningTurns() },
      'the event loop was blocked',
    )
  }
  const timer = setInterval(tick, TICK).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
