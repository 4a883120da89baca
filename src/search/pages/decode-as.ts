// Node 20 decodes windows-1252 as if it were latin1, which has control characters here.
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Bytes as text of one charset; undefined where they are none, or the charset is not known. */
export const decodeAs = (bytes: Uint8Array, label: string): string | undefined => {
  try {
    const decoder = new TextDecoder(label, { fatal: true })
    const text = decoder.decode(bytes)
    return decoder.encoding === 'windows-1252' ? mendWindows1252(text) : text
  } catch {
    return undefined
  }
}

const mendWindows1252 = (text: string): string =>
  text.replaceAll(
    /[\u0080-\u009f]/gu,
    (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control,
  )
