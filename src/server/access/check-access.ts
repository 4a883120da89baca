import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../../spec/errors.ts'
import { isToken, keyOfToken } from './embed-token.ts'
import type { Tenant } from './tenant.ts'
import { createHostCheck } from './host-names.ts'

export type AccessOptions = {
  readonly origins: readonly string[]
  readonly apiKey?: string
  /** Callers whose keys are taken beside it. */
  readonly tenants?: readonly Tenant[]
  /** Names that the service is called by, beside IP addresses, localhost and the machine's own. */
  readonly hosts?: readonly string[]
}

declare module 'fastify' {
  // An interface, since these alone are merged.
  interface FastifyRequest {
    /** Whose key the call came with, where it is a tenant's. */
    tenant?: Tenant | undefined
    /** Who calls, as far as admission is concerned. */
    caller: string
    /** Whether the call came with the token of an embedding page, and so from anybody who reads it. */
    isEmbedded?: boolean
  }
}

export type Caller = {
  readonly headers: IncomingHttpHeaders
  /** From `?key=`: a browser can't send headers with a WebSocket. */
  readonly key?: string
  /** What is called, such as `POST /reply`: a token is not for all of it. */
  readonly call?: string
}

export type Access = {
  /** For what needs no key. Throws FORBIDDEN_ORIGIN where the service is called by a name that is not its own. */
  readonly checkHost: (caller: Caller) => void
  /** Gives the tenant whose key the caller has. Throws FORBIDDEN_ORIGIN or UNAUTHORIZED. */
  readonly check: (caller: Caller) => Tenant | undefined
  readonly needsKey: boolean
}

export const createAccess = ({
  origins,
  apiKey,
  tenants = [],
  hosts = [],
}: AccessOptions): Access => {
  const known = new Set(origins)
  const originHosts = origins.flatMap((one) => urlOf(one)?.hostname ?? [])
  // Where every page may call, names keep none out.
  const isOurs = createHostCheck(known.has('*') ? ['*'] : [...hosts, ...originHosts])
  const ownKeys = apiKey === undefined ? [] : [apiKey]
  const checkHost = ({ headers: { host } }: Caller): void => {
    if (isOurs(host)) return
    const message = `Calls to the host ${host ?? '(none)'} are refused; DUNNOCK_HOSTS lists its names.`
    throw new AppError('FORBIDDEN_ORIGIN', message)
  }
  return {
    needsKey: apiKey !== undefined || tenants.length > 0,
    checkHost,
    check: (caller) => {
      const { origin, host } = caller.headers
      checkHost(caller)
      const isFree = origin === undefined || known.has('*') || known.has(origin)
      if (!isFree && urlOf(origin)?.host !== host?.toLowerCase()) {
        throw new AppError('FORBIDDEN_ORIGIN', `Calls from the origin ${origin} are refused.`)
      }
      if (apiKey === undefined && tenants.length === 0) return undefined
      const sent = keyBehind(sentKey(caller), caller, [
        ...ownKeys,
        ...tenants.map(({ key }) => key),
      ])
      const tenant = tenants.find(({ key }) => sent !== undefined && same(sent, key))
      if (tenant !== undefined) return tenant
      if (sent !== undefined && apiKey !== undefined && same(sent, apiKey)) return undefined
      throw new AppError('UNAUTHORIZED', 'The API key is missing or wrong.')
    },
  }
}

/** What is sent, or the key that it was signed with. */
const keyBehind = (
  sent: string | undefined,
  { headers: { origin }, call = '' }: Caller,
  keys: readonly string[],
): string | undefined =>
  sent !== undefined && isToken(sent)
    ? keyOfToken(sent, keys, { origin, call, now: Date.now() / 1_000 })
    : sent

/** The key that a caller came with, right or wrong. */
export const sentKey = ({ headers, key }: Caller): string | undefined =>
  key ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ownHeader(headers['x-api-key'])

const ownHeader = (sent: string | readonly string[] | undefined): string | undefined =>
  typeof sent === 'string' && sent !== '' ? sent : undefined

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const urlOf = (origin: string): URL | undefined =>
  URL.canParse(origin) ? new URL(origin) : undefined

const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
