import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

// A token is for one visit: who embeds makes another one.
const LONGEST_SECONDS = 3_600
// Two machines' clocks.
const SKEW_SECONDS = 30

const headerSchema = z.object({ alg: z.literal('HS256') })
const claimsSchema = z.object({ iat: z.number(), exp: z.number(), origin: z.string() })

/** What a caller may do who has a token alone: ask, see what is cited, and say how good it was. */
const OPEN_TO_TOKENS = new Set(['GET /chat', 'POST /reply', 'GET /pages/:hash', 'POST /feedback'])

/** Whether it is meant to be one: a JSON Web Token. */
export const isToken = (key: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(key)

export type TokenUse = {
  readonly origin: string | undefined
  /** Such as `POST /reply`. */
  readonly call: string
  /** In seconds since 1970. */
  readonly now: number
}

/**
 * The key that a token was signed with (HS256): one of ours, by the server of the page that the token names.
 * Undefined where it was not, has run out, or is used by another page or for another call.
 */
export const keyOfToken = (
  token: string,
  keys: readonly string[],
  { origin, call, now }: TokenUse,
): string | undefined => {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const isHs256 = headerSchema.safeParse(decode(header)).success
  const { data } = claimsSchema.safeParse(decode(claims))
  if (!isHs256 || data === undefined || !OPEN_TO_TOKENS.has(call)) return undefined
  const isShort = data.exp - data.iat <= LONGEST_SECONDS
  const isNow = data.exp > now && data.iat < now + SKEW_SECONDS
  if (!isShort || !isNow || data.origin !== origin) return undefined
  return keys.find((key) => isSigned(`${header}.${claims}`, key, signature))
}

const isSigned = (text: string, key: string, signature: string): boolean => {
  const [wanted, sent] = [
    createHmac('sha256', key).update(text).digest(),
    Buffer.from(signature, 'base64url'),
  ]
  return wanted.length === sent.length && timingSafeEqual(wanted, sent)
}

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
