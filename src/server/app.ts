import { randomUUID } from 'node:crypto'
import { fastifyRateLimit } from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { createAccess, type AccessOptions } from './access/check-access.ts'
import { Admission } from './admission/admission.ts'
import { createCallerOf } from './admission/caller-of.ts'
import { createAdmitCaller } from './access/admit-caller.ts'
import { chatRoute, openSockets } from './chat/chat-route.ts'
import { answerNoCall } from './errors/answer-no-call.ts'
import { createCors } from './access/cors.ts'
import { handleError } from './handle-error.ts'
import { readJson } from './http/json-body.ts'
import { watchPaths } from './http/not-found.ts'
import { createMetrics } from './observe/metrics.ts'
import { packageVersion } from './setup/package-root.ts'
import { createRateCheck } from './access/rate-limit.ts'
import { dialogueRoutes } from './routes/dialogues.ts'
import { docsRoutes } from './api-docs/docs-routes.ts'
import { documentRoutes } from './routes/documents.ts'
import { feedbackRoute } from './routes/feedback.ts'
import { healthRoutes } from './routes/health.ts'
import { mcpRoute } from './mcp/mcp-route.ts'
import { metricsRoute } from './routes/metrics.ts'
import { anthropicRoutes } from './anthropic/anthropic-routes.ts'
import { openAiRoutes } from './openai/openai-routes.ts'
import { probeRoutes } from './routes/probes.ts'
import { replyRoute } from './routes/reply.ts'
import { ruleRoutes } from './routes/rules.ts'
import { scoreRoute } from './routes/score.ts'
import { searchRoute } from './routes/search.ts'
import { webRoute } from './routes/web.ts'
import { welcomeRoute } from './routes/welcome.ts'
import type { Services } from './setup/services.ts'
import { createTurnService } from './turns/turn-service.ts'
import { logCalls } from './observe/log-calls.ts'
import { watchLoop } from './observe/watch-loop.ts'

export type AppOptions = Partial<AccessOptions> & {
  /** Left out, the package's. */
  readonly version?: string
  /** Calls a minute and address; 0 (or nothing) is without bound. */
  readonly rateLimit?: number
  readonly maxTurns?: number
  /** Of one caller; 0 (or nothing) is half of all. */
  readonly maxTurnsEach?: number
  /** Turns of one caller that may wait. */
  readonly maxWaiting?: number
  /** In which a turn has to be answered, its wait included, in milliseconds. */
  readonly deadlineMs?: number
  /** Folder of the chat page. */
  readonly webRoot?: string
  readonly logger?: FastifyBaseLogger
  /** What running turns are given to end when the app closes, in milliseconds. */
  readonly graceMs?: number
  /** How long a turn goes on without its client, whose line dropped, in milliseconds. */
  readonly lineGraceMs?: number
  /** Between two pings of a socket, and two signs of life of a quiet event stream, in milliseconds. */
  readonly pingMs?: number
}

const MAX_BODY_BYTES = 1024 * 1024

/** The service as a function of its parts: it reads no environment and listens nowhere. */
export const buildApp = async (
  services: Services,
  options: AppOptions = {},
): Promise<FastifyInstance> => {
  const {
    version = packageVersion,
    origins = [],
    hosts = [],
    rateLimit = 0,
    graceMs = 5_000,
  } = options
  const { lineGraceMs = 30_000, pingMs = 30_000, apiKey, tenants = [], webRoot, logger } = options
  const app = openFastify(logger, options.deadlineMs)
  const report = (err: unknown): void => app.log.error({ err }, 'a turn failed')
  const { agent, rules, store, documents, rewardModel } = services
  const countTokens = (text: string): number => services.languageModel.countTokens(text)
  const admission = openAdmission(options)
  const turns = createTurnService({
    agent,
    rules,
    store,
    admission,
    readerGraceMs: lineGraceMs,
    report,
    isReady: () => services.isReady(),
    onTurnEnd: (turn) => metrics.countTurn(turn),
  })
  const sockets = (): number => app.websocketServer.clients.size
  const metrics = createMetrics({ admission, runningTurns: () => turns.running(), sockets })
  // One that names no set there is would be refused at each of its turns.
  for (const { ruleSet } of tenants) rules.resolveSet(ruleSet)
  const access = createAccess({
    origins,
    hosts,
    tenants,
    ...(apiKey !== undefined && { apiKey }),
  })
  const callerOf = createCallerOf(access.needsKey)

  app.decorateRequest('caller', '')
  app.decorateRequest('isEmbedded', false)
  readJson(app)
  app.setErrorHandler(handleError)
  app.setNotFoundHandler(watchPaths(app))
  app.addHook('onRequest', createCors(origins))
  logCalls(app, metrics)
  watchLoop(app, metrics, () => turns.running())
  // Before the sockets' own hook, so that turns can still be read to their end.
  app.addHook('preClose', () => turns.close(graceMs))
  await openSockets(app)
  await app.register(fastifyRateLimit, { global: false })
  const checkRate = createRateCheck(app, rateLimit)
  const admit = createAdmitCaller(app, access)
  // A socket is refused by its close code, which browsers tell their page.
  await app.register(chatRoute, { turns, store, admit, callerOf, checkRate, pingMs })
  await app.register(async (open) => {
    open.addHook('onRequest', async (request) => access.checkHost(request))
    await open.register(healthRoutes, { services })
    await open.register(metricsRoute, { metrics })
    await open.register(docsRoutes, { version })
    if (webRoot !== undefined) await open.register(webRoute, { root: webRoot })
  })
  await app.register(async (guarded) => {
    guarded.decorateRequest('tenant')
    guarded.addHook('onRequest', async (request) => {
      request.tenant = await admit(request)
      request.caller = callerOf(request, request.tenant)
      await checkRate(request)
    })
    await guarded.register(replyRoute, { turns, quietMs: pingMs })
    await guarded.register(openAiRoutes, { turns, store, countTokens, quietMs: pingMs })
    await guarded.register(anthropicRoutes, { turns, countTokens, quietMs: pingMs })
    await guarded.register(dialogueRoutes, { store, turns })
    await guarded.register(feedbackRoute, { store })
    await guarded.register(ruleRoutes, { rules })
    await guarded.register(documentRoutes, { documents })
    await guarded.register(welcomeRoute, { services })
    await guarded.register(probeRoutes, { probes: services.probes, rules, services })
    await guarded.register(scoreRoute, { rewardModel, rules, admission })
    const sources = (): ReturnType<Services['sources']> => services.sources()
    await guarded.register(searchRoute, { documents, sources, admission })
    await guarded.register(mcpRoute, { turns, documents, sources, rewardModel, rules, admission })
  })
  await app.ready()
  return app
}

const openAdmission = (options: AppOptions): Admission => {
  const { maxTurns = 8, maxTurnsEach = 0, maxWaiting = 4, deadlineMs = 60_000 } = options
  const half = Math.ceil(maxTurns / 2)
  return new Admission({
    seats: maxTurns,
    seatsEach: maxTurnsEach === 0 ? half : maxTurnsEach,
    waitingEach: maxWaiting,
    deadlineMs,
  })
}

const openFastify = (logger: FastifyBaseLogger | undefined, deadlineMs = 0): FastifyInstance =>
  Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    // A connection on which nothing moves, as while a turn waits and is answered; a request that takes longer to
    // arrive; an idle one.
    connectionTimeout: Math.max(180_000, 3 * deadlineMs),
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerNoCall,
    frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
  })
