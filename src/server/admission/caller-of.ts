import ipaddr from 'ipaddr.js'
import type { Tenant } from '../access/tenant.ts'

/** Of a request: its connection's id, and the address at the other end, which a Unix socket has not. */
type Connection = {
  readonly id: string
  readonly ip: string | undefined
  /** Visitors of a page that embeds the service share its key, and are not one caller. */
  readonly isEmbedded?: boolean
}

/** Who calls, as far as admission is concerned: a key, else an address, else a connection. */
export type CallerOf = (connection: Connection, tenant: Tenant | undefined) => string

/** `hasKey` where no call is let in without one: then what is no tenant's is the operator's. */
export const createCallerOf =
  (hasKey: boolean): CallerOf =>
  ({ id, ip = '', isEmbedded = false }, tenant) => {
    if (isEmbedded) return visitor(id, ip)
    if (tenant !== undefined) return `tenant ${tenant.key}`
    if (hasKey) return 'operator'
    return visitor(id, ip)
  }

const visitor = (id: string, ip: string): string =>
  ipaddr.isValid(ip) ? `address ${networkOf(ip)}` : `connection ${id}`

/** Who has an address of IPv6 has a /64 of them: each for itself would be as many callers as they like. */
const networkOf = (ip: string): string => {
  const address = ipaddr.process(ip.split('%', 1).join(''))
  if (address.kind() === 'ipv4') return address.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()
}
