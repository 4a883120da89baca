import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { AppError, throwIfAborted } from '../spec/errors.ts'

const MAX_PAGES = 2000

/** The text of a PDF, a paragraph a line. Throws UNSUPPORTED_DOCUMENT where it holds no text. */
export const readPdf = async (
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<{ readonly text: string; readonly title?: string }> => {
  try {
    // The parser takes the buffer away from its caller.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
    throwIfAborted(signal)
    if (pdf.numPages > MAX_PAGES) {
      throw new AppError('UNSUPPORTED_DOCUMENT', `The PDF has more than ${MAX_PAGES} pages.`)
    }
    const { text: pages } = await extractText(pdf, { mergePages: false })
    throwIfAborted(signal)
    const title = titleOf((await getMeta(pdf)).info)
    await pdf.destroy()
    const text = pages.map(joinLines).join('\n\n')
    if (text.trim() === '') {
      throw new AppError('UNSUPPORTED_DOCUMENT', 'The PDF holds no text; it may be scanned.')
    }
    return { text, ...(title !== undefined && { title }) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('UNSUPPORTED_DOCUMENT', `The PDF can't be read: ${reason}`, { cause })
  }
}

const titleOf = (info: Record<string, unknown>): string | undefined => {
  const title = info['Title']
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : undefined
}

// A line that ends in the middle of a sentence goes on in the next one; a hyphen there is the printer's.
const joinLines = (page: string): string =>
  page
    .replaceAll(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replaceAll(/(?<![.!?:;])\n(?=[\p{Ll}\d("'])/gu, ' ')
