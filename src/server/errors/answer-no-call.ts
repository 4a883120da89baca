import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { AppError } from '../../spec/errors.ts'
import { errorBody } from './error-body.ts'

const STATUS = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'PAYLOAD_TOO_LARGE',
    'The headers are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'INVALID_REQUEST',
    'The call took too long to arrive.',
  ],
  OTHER: ['400 Bad Request', 'INVALID_REQUEST', 'This is not HTTP.'],
} as const

/** Answers what never became a call: no HTTP, headers too large, too slow. */
export const answerNoCall = (error: { readonly code?: string }, socket: Socket): void => {
  const known = error.code !== undefined && error.code in STATUS
  const [status, code, message] = STATUS[known ? (error.code as keyof typeof STATUS) : 'OTHER']
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(errorBody(new AppError(code, message), randomUUID()))
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json',
    'x-content-type-options: nosniff',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
