import { getDocumentProxy, getMeta } from 'unpdf'
import { AppError } from '../../spec/errors.ts'

const MAX_PAGES = 2000
// Pages may share one stream, so that a small file has as much text as it likes.
const MAX_TEXT_LENGTH = 20_000_000

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/** The texts of a PDF's pages, a paragraph a line. Throws UNSUPPORTED_DOCUMENT where it holds no text, DOCUMENT_TOO_COMPLEX. */
export const readPdf = async (
  bytes: Uint8Array,
): Promise<{ readonly pages: readonly string[]; readonly title?: string }> => {
  try {
    // The parser takes the buffer away from its caller.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
    if (pdf.numPages > MAX_PAGES) {
      throw new AppError('UNSUPPORTED_DOCUMENT', `The PDF has more than ${MAX_PAGES} pages.`)
    }
    const pages = await pageTexts(pdf)
    const title = titleOf((await getMeta(pdf)).info)
    await pdf.destroy()
    if (pages.every((page) => page.trim() === '')) {
      throw new AppError('UNSUPPORTED_DOCUMENT', 'The PDF holds no text; it may be scanned.')
    }
    return { pages: pages.map(joinLines), ...(title !== undefined && { title }) }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('UNSUPPORTED_DOCUMENT', `The PDF can't be read: ${reason}`, { cause })
  }
}

const pageTexts = async (pdf: Pdf): Promise<readonly string[]> => {
  const texts: string[] = []
  let length = 0
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const parts = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
    const text = parts.join('')
    page.cleanup()
    length += text.length
    if (length > MAX_TEXT_LENGTH)
      throw new AppError(
        'DOCUMENT_TOO_COMPLEX',
        `The PDF holds more than ${MAX_TEXT_LENGTH} characters.`,
      )
    texts.push(text)
  }
  return texts
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
