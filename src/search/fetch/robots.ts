import robotsParser, { type Robot } from 'robots-parser'

/** Whether a site lets robots read a page; asks for each site's robots.txt once an hour. */
export type Robots = { isAllowed(url: URL, signal: AbortSignal): Promise<boolean> }

export type RobotsText =
  | { readonly status: 'found'; readonly text: string }
  /** No rules (4xx): everything is allowed. */
  | { readonly status: 'none' }
  /** The server is in trouble (5xx): nothing is, as RFC 9309 has it. */
  | { readonly status: 'unavailable' }

// The package is CommonJS: its types take the function for a property of the module.
const parseRobots = robotsParser as unknown as (url: string, text: string) => Robot

const KEEP_MS = 60 * 60_000
const MOST_SITES = 1_000
const MAX_TEXT = 512 * 1024

export const createRobots = (
  userAgent: string,
  read: (url: URL, signal: AbortSignal) => Promise<RobotsText>,
): Robots => {
  const sites = new Map<string, { readonly until: number; readonly rules: Robot | boolean }>()
  const rulesOf = async (origin: string, signal: AbortSignal): Promise<Robot | boolean> => {
    const known = sites.get(origin)
    if (known && known.until > Date.now()) return known.rules
    const url = new URL('/robots.txt', origin)
    const robots = await read(url, signal)
    const rules =
      robots.status === 'found'
        ? parseRobots(url.href, robots.text.slice(0, MAX_TEXT))
        : robots.status === 'none'
    sites.delete(origin)
    sites.set(origin, { until: Date.now() + KEEP_MS, rules })
    const [oldest] = sites.keys()
    if (sites.size > MOST_SITES && oldest !== undefined) sites.delete(oldest)
    return rules
  }
  return {
    isAllowed: async (url, signal) => {
      const rules = await rulesOf(url.origin, signal)
      return typeof rules === 'boolean' ? rules : (rules.isAllowed(url.href, userAgent) ?? true)
    },
  }
}
