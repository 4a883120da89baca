import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { AppError } from '../spec/errors.ts'
import type { Tenant } from './config.ts'

export type AccessOptions = {
  readonly origins: readonly string[]
  readonly apiKey?: string
  /** Callers whose keys are taken beside it. */
  readonly tenants?: readonly Tenant[]
  /** The address listened on. On a loopback one, no other name than localhost is answered to. */
  readonly host: string
}

declare module 'fastify' {
  // An interface, since these alone are merged.
  interface FastifyRequest {
    /** Whose key the call came with, where it is a tenant's. */
    tenant?: Tenant | undefined
    /** Who calls, as far as admission is concerned. */
    caller: string
  }
}

type Caller = {
  readonly headers: IncomingHttpHeaders
  /** From `?key=`: a browser can't send headers with a WebSocket. */
  readonly key?: string
}

/** Gives the tenant whose key the caller has. Throws FORBIDDEN_ORIGIN or UNAUTHORIZED. */
export type CheckAccess = (caller: Caller) => Tenant | undefined

export const createAccess = ({
  origins,
  apiKey,
  tenants = [],
  host,
}: AccessOptions): CheckAccess => {
  const strict = isLoopback(host)
  const known = new Set(origins)
  const knownHosts = new Set(origins.flatMap((one) => originHost(one) ?? []))
  const isOurs = (name: string | undefined): boolean =>
    name !== undefined && (!strict || isAddress(hostnameOf(name)) || knownHosts.has(name))
  return ({ headers, key }) => {
    const { origin, authorization, host: asked } = headers
    const free = known.has('*') || (origin !== undefined && known.has(origin))
    // A page elsewhere can point a name of its own at this address (DNS rebinding): then its origin
    // and the host agree, but the name is not one of ours.
    if (!free && !isOurs(asked)) throw refused(`the host ${asked ?? '(none)'}`)
    if (!free && origin !== undefined && originHost(origin) !== asked) {
      throw refused(`the origin ${origin}`)
    }
    if (apiKey === undefined && tenants.length === 0) return undefined
    const sent = key ?? /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
    const tenant = tenants.find(({ key: one }) => sent !== undefined && same(sent, one))
    if (tenant !== undefined) return tenant
    if (sent !== undefined && apiKey !== undefined && same(sent, apiKey)) return undefined
    throw new AppError('UNAUTHORIZED', 'The API key is missing or wrong.')
  }
}

const refused = (what: string): AppError =>
  new AppError('FORBIDDEN_ORIGIN', `Calls from ${what} are refused.`)

const originHost = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

const hostnameOf = (host: string): string =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host

// Nobody else's name: an IP address can't be pointed anywhere.
const isAddress = (name: string): boolean => isIP(bare(name)) !== 0 || isLoopback(name)

const isLoopback = (name: string): boolean =>
  bare(name) === '::1' || /^127\.[\d.]+$|^(.+\.)?localhost$/.test(bare(name))

const bare = (name: string): string => name.replace(/^\[|\]$/g, '')

const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
