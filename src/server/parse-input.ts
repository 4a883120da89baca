import type { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { wellFormed } from '../spec/turn.ts'

/** What is wrong with one field; `path` is empty where it is the whole. */
type InputDetail = { readonly path: string; readonly message: string }

/** Checks what a caller sent. Throws INVALID_TEXT or INVALID_REQUEST with a detail for each fault. */
export const parseInput = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const ill = findIllFormed(input)
  if (ill !== undefined) {
    throw invalid('INVALID_TEXT', [
      { path: ill, message: 'must be well-formed Unicode without NUL' },
    ])
  }
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw invalid('INVALID_REQUEST', parsed.error.issues.flatMap(describeIssue))
}

const invalid = (
  code: 'INVALID_TEXT' | 'INVALID_REQUEST',
  details: readonly InputDetail[],
): AppError => {
  const message = details
    .map(({ path, message: fault }) => (path === '' ? fault : `${path}: ${fault}`))
    .join('; ')
  return new AppError(code, message, { details })
}

const describeIssue = (issue: z.core.$ZodIssue): readonly InputDetail[] => {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }]
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }))
}

type Place = { readonly value: unknown; readonly key: string; readonly within?: Place }

/** The path of a string that UTF-8 or Postgres can't hold. Not recursive: input may be deeply nested. */
const findIllFormed = (input: unknown): string | undefined => {
  const open: Place[] = [{ value: input, key: '' }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place
    if (typeof value === 'string' && !wellFormed(value)) return pathOf(place)
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (!wellFormed(key)) return pathOf(place)
      open.push({ value: inner, key, within: place })
    }
  }
  return undefined
}

const pathOf = (place: Place): string => {
  const keys: string[] = []
  for (let at: Place | undefined = place; at?.within !== undefined; at = at.within)
    keys.push(at.key)
  return keys.toReversed().join('.')
}
