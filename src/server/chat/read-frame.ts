import type { RawData } from 'ws'
import { clientFrameSchema, type ClientFrame } from '../../spec/client-frame.ts'
import { AppError } from '../../spec/errors.ts'
import { parseInput } from '../http/parse-input.ts'

/** Throws INVALID_JSON, INVALID_TEXT or INVALID_REQUEST. */
export const readFrame = (data: RawData, isBinary: boolean): ClientFrame => {
  if (isBinary) throw new AppError('INVALID_JSON', 'A frame must be JSON text.')
  return parseInput(clientFrameSchema, parseJson(textOf(data)))
}

const textOf = (data: RawData): string => {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('INVALID_JSON', 'The frame is not well-formed JSON.', { cause })
  }
}
