import { isIP } from 'node:net'
import { hostname } from 'node:os'

/** Whether a Host header names this service. */
export type KnowsHost = (header: string | undefined) => boolean

/**
 * A page elsewhere can point a name of its own at this address (DNS rebinding), and then reads what it
 * is answered. So a caller has to use a name that nobody else can point here: an IP address, a loopback
 * name, the machine's own, or one of `names`, of which `.example.org` stands for all below it, and `*` for any.
 */
export const createHostCheck = (names: readonly string[]): KnowsHost => {
  const own = hostname().toLowerCase()
  const known = new Set([...names.map(plain), own, `${own}.local`])
  const endings = [...known].filter((name) => name.startsWith('.'))
  if (known.has('*')) return () => true
  return (header) => {
    const name = nameIn(header)
    if (name === undefined) return false
    const isOurs = isIP(bare(name)) !== 0 || isLoopback(name) || known.has(name)
    return isOurs || endings.some((ending) => name.endsWith(ending))
  }
}

/** No other machine can reach what listens there. */
export const isLoopback = (name: string): boolean =>
  bare(name) === '::1' || /^127\.[\d.]+$|^(.+\.)?localhost$/.test(bare(name))

/** The name in a Host header, without its port; undefined where there is none, or more than a name. */
const nameIn = (header = ''): string | undefined => {
  const [, name] = /^(\[[\da-f:.]+\]|[^\s/\\?#@:[\]]+)(?::\d*)?$/i.exec(header) ?? []
  return name === undefined ? undefined : plain(name)
}

// A final dot says that a name is whole; what is meant is the same.
const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '')

const bare = (name: string): string => name.replace(/^\[|\]$/g, '')
