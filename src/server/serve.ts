import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { describeNewKey, openApiKey, requireKey } from './access/api-key.ts'
import { buildApp } from './app.ts'
import { compose } from './setup/compose.ts'
import { unknownVariables, type Config } from './setup/config.ts'
import { listen, requireFreePort } from './setup/listen.ts'
import { createLogger } from './observe/logger.ts'
import { packageVersion } from './setup/package-root.ts'
import { announceUrl } from '../store/lock-folder.ts'
import { describeFailure, exitCodeOf } from './errors/describe-failure.ts'
import type { Services } from './setup/services.ts'

// What running turns are given to end, and the whole of closing.
const GRACE_MS = 5_000
// Models that are still loading are waited for, on a slow machine too.
const CLOSE_MS = 25_000

/**
 * The process: it listens while the models load and the store is opened, and closes on SIGINT and SIGTERM:
 * turns get some seconds to end, sockets are told 1012, the store is closed. Resolves once it listens;
 * rejects where it can't. Where a model or the store can't be had later, it says why and ends with exit code 1.
 */
export const serve = async (config: Config): Promise<void> => {
  requireKey(config)
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
  let isClosing = false
  const closer = closeWithGrace({ delay: CLOSE_MS, logger: log }, async ({ err, signal }) => {
    isClosing = true
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
      // A start that is broken off has not failed.
      if (isClosing) return
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
  const { host, hosts, origins, tenants, rateLimit, web } = config
  const { maxTurns, maxTurnsEach, maxWaiting, deadline, grace } = config
  const { key, made } = await openApiKey(config)
  const app = await buildApp(services, {
    version: packageVersion,
    hosts: [...hosts, host],
    origins,
    rateLimit,
    maxTurns,
    maxTurnsEach,
    maxWaiting,
    deadlineMs: deadline * 1_000,
    lineGraceMs: grace * 1_000,
    logger,
    tenants,
    ...(key !== undefined && { apiKey: key }),
    webRoot: web,
    graceMs: GRACE_MS,
  })
  const url = await listen(app, config)
  // A hint for other processes; on a full disk they go without.
  await announceUrl(config.data, url).catch(() => undefined)
  logger.info(`Listening on ${url}; the models are loading, and the store is being opened.`)
  const { apiKeyFile } = config
  // Not a line of the log: no key is in there.
  if (key !== undefined && made) {
    process.stderr.write(describeNewKey(key, apiKeyFile ?? '', url))
  } else if (config.apiKey === undefined && apiKeyFile !== undefined) {
    logger.info(`Callers need the key in ${apiKeyFile}.`)
  }
  return app
}

const tellReady = (services: Services, log: Logger): void => {
  const { device, models, sources, documents = 0 } = services.health()
  for (const { kind, id } of models) log.info(`${kind}: ${id}`)
  log.info(`device: ${device.used} (${device.detail})`)
  for (const { id, status, detail } of sources) log.info(`source ${id}: ${status}, ${detail}`)
  const known = documents === 1 ? '1 document' : `${documents} documents`
  log.info(`Ready: ${known} can be asked about.`)
}
