import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import { compose } from './compose.ts'
import { unknownVariables, type Config } from './config.ts'
import { listen, requireFreePort } from './listen.ts'
import { createLogger } from './logger.ts'
import { packageVersion } from './package-root.ts'
import { announceUrl } from '../store/lock-folder.ts'
import { describeFailure, exitCodeOf } from './report-failure.ts'
import type { Services } from './services.ts'

// What running turns are given to end, and the whole of closing.
const GRACE_MS = 5_000
const CLOSE_MS = 15_000

/**
 * The process: it listens while the models load, and closes on SIGINT and SIGTERM: turns get some
 * seconds to end, sockets are told 1012, the store is closed. Resolves once it listens; rejects where
 * it can't. Where a model can't be loaded later, it says why and ends with exit code 1.
 */
export const serve = async (config: Config): Promise<void> => {
  const log = createLogger(config.logLevel, process.stderr.isTTY)
  for (const name of unknownVariables()) log.warn(`${name} is set, but there is no such setting.`)
  await requireFreePort(config)
  log.info(`Dunnock ${packageVersion}: opening ${config.data}`)
  const services = await compose(config, log)
  const app = await openApp(services, config, log).catch(async (error: unknown) => {
    await services.close()
    throw error
  })
  let failure: unknown
  const closer = closeWithGrace({ delay: CLOSE_MS, logger: log }, async ({ err, signal }) => {
    if (err !== undefined) log.error({ err }, 'An unexpected error; closing.')
    else if (signal !== undefined) log.info(`${signal}: closing.`)
    await app.close()
    await services.close()
    log.info('Closed.')
    if (failure !== undefined) process.exit(exitCodeOf(failure))
  })
  services.whenReady().then(
    () => tellReady(services, log),
    (error: unknown) => {
      log.fatal(describeFailure(error))
      failure = error
      closer.close()
    },
  )
}

const openApp = async (
  services: Services,
  config: Config,
  logger: Logger,
): Promise<FastifyInstance> => {
  const { host, origins, apiKey, tenants, rateLimit, web } = config
  const { maxTurns, maxTurnsEach, maxWaiting, deadline, grace } = config
  const app = await buildApp(services, {
    version: packageVersion,
    host,
    origins,
    rateLimit,
    maxTurns,
    maxTurnsEach,
    maxWaiting,
    deadlineMs: deadline * 1_000,
    lineGraceMs: grace * 1_000,
    logger,
    tenants,
    ...(apiKey !== undefined && { apiKey }),
    webRoot: web,
    graceMs: GRACE_MS,
  })
  const url = await listen(app, config)
  // A hint for other processes; on a full disk they go without.
  await announceUrl(config.data, url).catch(() => undefined)
  logger.info(`Listening on ${url}; the models are loading.`)
  return app
}

const tellReady = (services: Services, log: Logger): void => {
  const { device, models, sources } = services.health()
  for (const { kind, id } of models) log.info(`${kind}: ${id}`)
  log.info(`device: ${device.used} (${device.detail})`)
  for (const { id, status, detail } of sources) log.info(`source ${id}: ${status}, ${detail}`)
  log.info('Ready.')
}
