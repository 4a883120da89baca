import ipaddr from 'ipaddr.js'

/** Networks that may be reached although they are not public, as CIDR blocks. */
export type Networks = readonly string[]

// Public by its number, yet answered by the host that a virtual machine runs on.
const HOST_SERVICES = new Set(['168.63.129.16'])

const WORDS: Readonly<Record<string, string>> = {
  loopback: 'this machine itself',
  private: 'a private network',
  uniqueLocal: 'a private network',
  linkLocal: 'a link-local address, where cloud metadata lives',
  carrierGradeNat: "a carrier's inner network",
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  unspecified: 'no address at all',
  ipv4Mapped: 'an IPv4 address in IPv6 clothes',
  rfc6052: 'an IPv4 address behind NAT64',
  '6to4': 'an IPv4 address behind 6to4',
  teredo: 'an IPv4 address behind Teredo',
}

/** Why an IP address is not to be connected to; undefined for a public one. */
export const refuseAddress = (address: string, allowed: Networks = []): string | undefined => {
  if (!ipaddr.isValid(address)) return `${address} is no IP address`
  const parsed = ipaddr.parse(address)
  if (allowed.some((network) => isIn(parsed, network))) return undefined
  if (HOST_SERVICES.has(address)) return `${address} is a service of the host`
  const range = parsed.range()
  if (range !== 'unicast') return `${address} is ${WORDS[range] ?? `reserved (${range})`}`
  // All that is assigned for public use begins with the bits 001.
  const isGlobal = parsed.kind() === 'ipv4' || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20
  return isGlobal ? undefined : `${address} is not assigned for public use`
}

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean => {
  const [base, bits] = ipaddr.parseCIDR(network)
  return address.kind() === base.kind() && address.match(base, bits)
}
