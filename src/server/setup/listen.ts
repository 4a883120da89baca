import { once } from 'node:events'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import type { Config } from './config.ts'

type Address = Pick<Config, 'host' | 'port'>

/** Listens, and gives the URL to open. Throws PORT_TAKEN or CONFIG_INVALID. */
export const listen = async (app: FastifyInstance, { host, port }: Address): Promise<string> => {
  await app.listen({ host, port }).catch((error: unknown) => {
    throw explain(error, { host, port })
  })
  const taken = app.server.address()
  const number = typeof taken === 'object' && taken !== null ? taken.port : port
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${number}`
}

/** A taken port is told at once, not after everything has been opened. Throws like `listen`. */
export const requireFreePort = async ({ host, port }: Address): Promise<void> => {
  const probe = createServer()
  probe.listen(port, host)
  await once(probe, 'listening').catch((error: unknown) => {
    throw explain(error, { host, port })
  })
  probe.close()
  await once(probe, 'close')
}

const explain = (error: unknown, { host, port }: Address): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new AppError('PORT_TAKEN', `The port ${port} on ${host} is taken.`, { cause: error })
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const message = `HOST is "${host}" and PORT is ${port}; allowed: an address of this machine, and a port that you may open (${code}).`
    return new AppError('CONFIG_INVALID', message, { cause: error })
  }
  return error
}
