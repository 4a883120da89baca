import type { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { wellFormed } from '../../spec/turn.ts'
import { shortened } from '../errors/error-body.ts'

/** What is wrong with one field; `path` is empty where it is the whole. */
type InputDetail = { readonly path: string; readonly message: string }

// What is told of many faults: the first ones, with so much of a path and of its fault, and how many there are.
const MOST_DETAILS = 6
const MAX_PART_LENGTH = 120

/** Checks what a caller sent. Throws INVALID_TEXT or INVALID_REQUEST with a detail for each of the first faults. */
export const parseInput = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const ill = findIllFormed(input)
  if (ill !== undefined) {
    throw invalid('INVALID_TEXT', [
      { path: ill, message: 'must be well-formed Unicode without NUL' },
    ])
  }
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const details = issues.slice(0, MOST_DETAILS).flatMap(describeIssue)
  const count = issues.reduce((sum, issue) => sum + faultsOf(issue), 0)
  throw invalid('INVALID_REQUEST', details.slice(0, MOST_DETAILS), count)
}

const invalid = (
  code: 'INVALID_TEXT' | 'INVALID_REQUEST',
  faults: readonly InputDetail[],
  count = faults.length,
): AppError => {
  const details = faults.map(({ path, message }) => ({
    path: shortened(path, MAX_PART_LENGTH),
    message: shortened(message, MAX_PART_LENGTH),
  }))
  const told = details.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const more = count > told.length ? [`and ${count - told.length} more`] : []
  return new AppError(code, [...told, ...more].join('; '), { details })
}

const faultsOf = (issue: z.core.$ZodIssue): number =>
  issue.code === 'unrecognized_keys' ? issue.keys.length : 1

const describeIssue = (issue: z.core.$ZodIssue): readonly InputDetail[] => {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }]
  return issue.keys
    .slice(0, MOST_DETAILS)
    .map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }))
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
