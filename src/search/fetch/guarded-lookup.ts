import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { refuseAddress, type Networks } from './ip-guard.ts'
import { refusal } from './url-guard.ts'

/** All addresses of a name, as `dns.promises.lookup(name, { all: true })` gives them. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => {
      if (error) reject(error)
      else resolve(addresses)
    })
  })

/**
 * A `lookup` for sockets that hands out public addresses alone. The socket connects to what was
 * checked, with no second question to the resolver in between, so a name can't be rebound. A name
 * with even one private address is refused whole.
 */
export const guardLookup =
  (resolve: Resolve, allowed?: Networks): LookupFunction =>
  (hostname, options, callback) => {
    callbackify(() => checkedAddresses(resolve, hostname, allowed))((error, addresses) => {
      const [first] = addresses ?? []
      if (error) callback(error, [])
      else if (options.all) callback(null, addresses)
      else if (first) callback(null, first.address, first.family)
    })
  }

const checkedAddresses = async (
  resolve: Resolve,
  hostname: string,
  allowed: Networks | undefined,
): Promise<LookupAddress[]> => {
  const addresses = [...(await resolve(hostname))]
  if (addresses.length === 0) throw new Error(`${hostname} has no address`)
  for (const { address } of addresses) {
    const reason = refuseAddress(address, allowed)
    if (reason !== undefined) throw refusal(hostname, reason)
  }
  return addresses
}
