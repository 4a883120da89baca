const BOMS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
]
const META = /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})/iu

// Node 20 decodes windows-1252 as if it were latin1, which has control characters here.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Bytes as text: the charset of the byte order mark, else of the header, else of the HTML, else UTF-8. */
export const decodeText = (bytes: Uint8Array, contentType: string): string => {
  const mark = BOMS.find(([, bom]) => bom.every((byte, at) => bytes[at] === byte))?.[0]
  const header = /charset\s*=\s*["']?([\w:.-]{2,40})/iu.exec(contentType)?.[1]
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  const decoder = decoderFor(mark ?? header ?? META.exec(head)?.[1] ?? 'utf-8')
  const text = decoder.decode(bytes)
  return decoder.encoding === 'windows-1252' ? mendWindows1252(text) : text
}

const decoderFor = (charset: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder('utf-8')
  }
}

const mendWindows1252 = (text: string): string =>
  text.replaceAll(
    /[\u0080-\u009f]/gu,
    (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control,
  )
