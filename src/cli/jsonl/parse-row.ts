import type { z } from 'zod'
import { parseInput } from '../../server/http/parse-input.ts'
import { AppError } from '../../spec/errors.ts'
import { MAX_LINE_BYTES } from './read-lines.ts'

/** A line that could be read, or why not; `id` is there where the line has one. */
export type ParsedRow<Row> = { readonly id?: unknown } & (
  | { readonly row: Row }
  | { readonly error: unknown }
)

/** Reads a line as one row; `id` may be any value, since it is only passed through. */
export const parseRow = <Row>(
  line: Uint8Array | undefined,
  schema: z.ZodType<Row>,
): ParsedRow<Row> => {
  let known: { readonly id?: unknown } = {}
  try {
    const { id, ...rest } = parseObject(line)
    if (id !== undefined) known = { id }
    return { ...known, row: parseInput(schema, rest) }
  } catch (error) {
    return { ...known, error }
  }
}

export const parseObject = (line: Uint8Array | undefined): Record<string, unknown> => {
  if (line === undefined) {
    throw new AppError('PAYLOAD_TOO_LARGE', `A line has at most ${MAX_LINE_BYTES} bytes.`)
  }
  const value = parseJson(decode(line))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('INVALID_REQUEST', 'The line is not a JSON object.')
  }
  return { ...value }
}

const decode = (line: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(line)
  } catch (cause) {
    throw new AppError('INVALID_TEXT', 'The line is not UTF-8.', { cause })
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('INVALID_JSON', 'The line is not well-formed JSON.', { cause })
  }
}
