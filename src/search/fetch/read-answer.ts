import { AppError } from '../../spec/errors.ts'
import { readBody, type BodyLimits } from './decode-body.ts'
import { charsetOf } from '../pages/decode-text.ts'
import type { ExtractedPage } from '../pages/extract-text.ts'
import { headerOf, leaveUnread, type Answer } from './follow-redirects.ts'
import { readDocument } from '../reading/read-document.ts'

/** The media types that can be read. */
export const ACCEPTED = [
  'text/html',
  'application/xhtml+xml',
  'text/markdown',
  'text/plain',
  'application/pdf',
]

/** The page that a server answered with. Throws FETCH_FAILED, UNSUPPORTED_DOCUMENT, DOCUMENT_TOO_COMPLEX. */
export const readAnswer = async (
  answer: Answer,
  request: {
    readonly name: string
    readonly limits: BodyLimits
    /** Of the caller: what is read has a limit of time of its own, and a fetch that took long is no reason to drop it. */
    readonly signal: AbortSignal | undefined
  },
): Promise<ExtractedPage> => {
  const { name, limits, signal } = request
  const contentType = headerOf(answer, 'content-type')
  const declared = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const refused = refuseAnswer(answer, declared, limits)
  if (refused !== undefined) {
    leaveUnread(answer)
    throw new AppError('FETCH_FAILED', refused)
  }
  const content = await readBody(answer.body, headerOf(answer, 'content-encoding'), limits)
  const mediaType = declared === '' ? sniff(content) : declared
  const charset = charsetOf(contentType)
  return await readDocument({ content, mediaType, charset, url: answer.url.href, name }, signal)
}

const refuseAnswer = (
  answer: Answer,
  mediaType: string,
  { maxBytes }: BodyLimits,
): string | undefined => {
  if (answer.statusCode !== 200) return `It answered ${answer.statusCode}.`
  if (mediaType !== '' && !ACCEPTED.includes(mediaType)) return `It is ${mediaType.slice(0, 60)}.`
  const length = Number(headerOf(answer, 'content-length'))
  return length > maxBytes ? `It is larger than ${maxBytes} bytes.` : undefined
}

const sniff = (bytes: Uint8Array): string => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).trimStart()
  if (head.startsWith('%PDF-')) return 'application/pdf'
  return /^<(?:!doctype|html|head|body|\?xml|!--|[a-z][a-z0-9]*[\s>])/iu.test(head)
    ? 'text/html'
    : 'text/plain'
}
