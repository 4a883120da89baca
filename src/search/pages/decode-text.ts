import { ResultType, Sniffer } from 'encoding-sniffer/sniffer'
import { AppError } from '../../spec/errors.ts'
import { detectText } from './detect-text.ts'
import { decodeAs } from './decode-as.ts'

export type EncodedText = {
  readonly bytes: Uint8Array
  readonly name: string
  /** What the sender said of them, such as `shift_jis`. */
  readonly charset?: string | undefined
  /** Whether a declaration inside of it counts: HTML's meta element, XML's first line. */
  readonly isMarkup?: boolean
}

const ESCAPE = 0x1b
// What is UTF-8 but for a few bytes would be read as another charset, and be nonsense.
const MOSTLY = 2

/**
 * Bytes as text, without a guess that may be nonsense: by the byte order mark, else the sender's
 * charset, else the one declared inside, else as UTF-8, else as detected. Throws UNSUPPORTED_DOCUMENT.
 */
export const decodeText = async (source: EncodedText): Promise<string> => {
  const { bytes, name, isMarkup = false } = source
  for (const label of declaredIn(source)) {
    const text = decodeAs(bytes, label)
    if (text !== undefined && (isMarkup || !text.includes('\0'))) return text
  }
  const utf8 = decodeAs(bytes, 'utf-8')
  const isPlain = !bytes.includes(0) && !bytes.includes(ESCAPE)
  if (utf8 !== undefined && (isPlain || isMarkup)) return utf8
  const stray = utf8 === undefined ? strayByteOf(bytes) : undefined
  if (stray !== undefined) {
    const message = `${name} is UTF-8 but for the byte at ${stray}: save it as UTF-8.`
    throw new AppError('UNSUPPORTED_DOCUMENT', message)
  }
  const text = (await detectText(bytes)) ?? (bytes.includes(0) ? undefined : utf8)
  if (text !== undefined) return text
  throw new AppError('UNSUPPORTED_DOCUMENT', `${name} ${whyNot(bytes)}`)
}

/** The charset that a content type names. */
export const charsetOf = (contentType: string): string | undefined =>
  /charset\s*=\s*["']?([\w:.-]{2,40})/iu.exec(contentType)?.[1]

const declaredIn = ({ bytes, charset, isMarkup }: EncodedText): readonly string[] => {
  const mark = labelIn(bytes.subarray(0, 3))
  const inside = isMarkup ? labelIn(bytes) : undefined
  return [mark, charset, inside].filter((label) => label !== undefined)
}

const labelIn = (bytes: Uint8Array): string | undefined => {
  // A page may carry comments and scripts before the element that tells.
  const sniffer = new Sniffer({ maxBytes: 2048 })
  sniffer.write(bytes)
  return sniffer.resultType === ResultType.DEFAULT ? undefined : sniffer.encoding
}

/** Where the first byte stands that is no UTF-8, if nearly all others are. */
const strayByteOf = (bytes: Uint8Array): number | undefined => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const wrong = text.match(/\ufffd/gu)?.length ?? 0
  const right = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0
  if (right < MOSTLY * wrong) return undefined
  return Buffer.byteLength(text.slice(0, text.indexOf('\ufffd')))
}

const whyNot = (bytes: Uint8Array): string =>
  bytes.includes(0)
    ? 'is not text: it holds NUL bytes.'
    : "is not UTF-8, and which charset it is in can't be told: save it as UTF-8."
