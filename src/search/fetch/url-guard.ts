import ipaddr from 'ipaddr.js'
import { AppError } from '../../spec/errors.ts'
import { refuseAddress, type Networks } from './ip-guard.ts'

export type UrlRules = {
  /** Besides 80 and 443. */
  readonly ports?: readonly number[]
  /** Networks that may be reached although they are not public, such as `10.0.0.0/8`. */
  readonly allowedNetworks?: Networks
  /** Where it is given, these domains and what is below them alone. */
  readonly allowDomains?: readonly string[]
  /** Not these domains, and not what is below them. */
  readonly denyDomains?: readonly string[]
}

const USUAL_PORTS = [80, 443]
const MAX_URL_LENGTH = 2048
const LOCAL_NAME =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|onion|test|invalid)$/u

/**
 * The URL, where it may be fetched; what its name resolves to is checked when it is connected to.
 * Throws URL_REFUSED with the reason. Decimal, octal and hexadecimal spellings of an address are the
 * address: the URL parser has written them out.
 */
export const checkUrl = (address: string | URL, rules: UrlRules = {}): URL => {
  const text = String(address)
  if (text.length > MAX_URL_LENGTH) throw refusal(text, `longer than ${MAX_URL_LENGTH} characters`)
  if (!URL.canParse(text)) throw refusal(text, 'not a URL')
  const url = new URL(text)
  const reason =
    refuseScheme(url) ??
    refusePort(url, rules) ??
    refuseHost(url, rules) ??
    refuseDomain(url, rules)
  if (reason !== undefined) throw refusal(text, reason)
  url.hash = ''
  return url
}

export const refusal = (url: string, reason: string): AppError =>
  new AppError('URL_REFUSED', `${url.slice(0, 200).toWellFormed()} is refused: ${reason}.`)

/** The host as a connection names it: IPv6 without brackets, no dot at the end. */
const hostOf = (url: URL): string => url.hostname.replaceAll(/^\[|\]$|\.$/gu, '')

const refuseScheme = ({ protocol, username, password }: URL): string | undefined => {
  if (protocol !== 'http:' && protocol !== 'https:') return `${protocol} is neither http nor https`
  return username !== '' || password !== '' ? 'it carries credentials' : undefined
}

const refusePort = ({ port, protocol }: URL, { ports = [] }: UrlRules): string | undefined => {
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  return [...USUAL_PORTS, ...ports].includes(number) ? undefined : `port ${number} is not allowed`
}

const refuseDomain = (
  url: URL,
  { allowDomains = [], denyDomains = [] }: UrlRules,
): string | undefined => {
  const host = hostOf(url)
  const isIn = (domain: string): boolean =>
    host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`)
  if (denyDomains.some(isIn)) return `${host} is on the list of denied domains`
  return allowDomains.length === 0 || allowDomains.some(isIn)
    ? undefined
    : `${host} is not on the list of allowed domains`
}

const refuseHost = (url: URL, { allowedNetworks }: UrlRules): string | undefined => {
  const host = hostOf(url)
  if (ipaddr.isValid(host)) return refuseAddress(host, allowedNetworks)
  if (LOCAL_NAME.test(host)) return `${host} is a local name`
  // A private network's own names can be reached where that network is allowed.
  if (!host.includes('.') && allowedNetworks === undefined) return `${host} is a local name`
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/u.test(host.replaceAll('_', '-'))
    ? undefined
    : `${host} is no host name`
}
