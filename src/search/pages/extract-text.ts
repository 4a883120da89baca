import { load, type CheerioAPI } from 'cheerio'
import { AppError } from '../../spec/errors.ts'
import type { Page } from '../../spec/evidence.ts'
import { breakControlTokens, cleanText, tidyLines } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { hashText } from './hash-text.ts'
import { removeFurniture, removeHidden, removeLinkLists } from './html-noise.ts'
import { mainContent } from './main-content.ts'
import { renderMarkdown } from './markdown.ts'
import { htmlDepth, markdownDepth } from './nesting-depth.ts'
import { readPageMetadata, type PageMetadata } from './page-metadata.ts'
import { renderText } from './render-text.ts'

const MAX_MARKUP_LENGTH = 8_000_000
const MAX_HTML_DEPTH = 256
const MAX_MARKDOWN_DEPTH = 64

export type RawDocument = {
  readonly content: string | Uint8Array
  /** Without parameters, such as `text/html`. */
  readonly mediaType: string
  /** What bytes are declared as by whoever sent them. */
  readonly charset?: string | undefined
  readonly url: string
  /** Stands in where the document has no title of its own. */
  readonly name: string
  readonly title?: string
}

export type ExtractedPage = Page & PageMetadata

type Extracted = PageMetadata & {
  /** One, or one for each page of a PDF. */
  readonly texts: readonly string[]
  readonly title?: string
}

/** The readable text of a document. Throws UNSUPPORTED_DOCUMENT where there is none, DOCUMENT_TOO_COMPLEX. */
export const extractText = async (document: RawDocument): Promise<ExtractedPage> => {
  const { title, texts, ...facts } = await extract(document)
  const { text, sheets } = joinSheets(
    texts.map((raw) => tidyLines(breakControlTokens(cleanText(raw)))),
  )
  if (text === '') throw new AppError('UNSUPPORTED_DOCUMENT', `${document.name} holds no text.`)
  const named = [document.title, title].map((one) => oneLine(one ?? ''))
  return {
    hash: hashText(text),
    text,
    url: document.url,
    title: named.find((one) => one !== '') ?? document.name,
    ...(sheets.length > 1 && { sheets }),
    ...facts,
  }
}

/** One text of several, an empty line between two, and where each begins in it; one that is empty begins where the next does. */
const joinSheets = (
  texts: readonly string[],
): { readonly text: string; readonly sheets: readonly number[] } => {
  let text = ''
  const sheets = texts.map((one) => {
    const gap = text === '' || one === '' ? '' : '\n\n'
    text += gap + one
    return text.length - one.length
  })
  return { text, sheets }
}

const extract = async (document: RawDocument): Promise<Extracted> => {
  const { content, mediaType } = document
  if (mediaType === 'application/pdf') {
    // The largest of the parsers by far, which most threads never need.
    const { readPdf } = await import('./pdf-text.ts')
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const { pages, ...facts } = await readPdf(bytes)
    return { texts: pages, ...facts }
  }
  const text = typeof content === 'string' ? content : await decode(content, document)
  switch (mediaType) {
    case 'text/html':
    case 'application/xhtml+xml':
      return readHtml(text, 'page', document.name)
    case 'text/markdown': {
      refuseHuge(text, document.name)
      refuseDeep(markdownDepth(text), MAX_MARKDOWN_DEPTH, document.name)
      return readHtml(renderMarkdown(cleanText(text)), 'fragment', document.name)
    }
    case 'text/plain':
      return { texts: [text] }
    default:
      throw new AppError('UNSUPPORTED_DOCUMENT', `${document.name} is ${mediaType}.`)
  }
}

const readHtml = (html: string, kind: 'page' | 'fragment', name: string): Extracted => {
  refuseHuge(html, name)
  refuseDeep(htmlDepth(html), MAX_HTML_DEPTH, name)
  try {
    const $ = load(cleanText(html))
    const facts = readPageMetadata($)
    const title = titleOf($)
    removeHidden($)
    if (kind === 'page') removeFurniture($)
    removeLinkLists($)
    const root = kind === 'page' ? mainContent($) : $('body').get(0)
    const text = root ? renderText(root) : ''
    return { texts: [text], title, ...facts }
  } catch (cause) {
    // The stack is exhausted: the depth was misjudged.
    if (!(cause instanceof RangeError)) throw cause
    throw new AppError('UNSUPPORTED_DOCUMENT', `${name} is nested too deeply.`, { cause })
  }
}

const refuseHuge = (text: string, name: string): void => {
  if (text.length <= MAX_MARKUP_LENGTH) return
  throw new AppError(
    'UNSUPPORTED_DOCUMENT',
    `${name} has more than ${MAX_MARKUP_LENGTH} characters.`,
  )
}

const refuseDeep = (depth: number, most: number, name: string): void => {
  if (depth <= most) return
  throw new AppError(
    'UNSUPPORTED_DOCUMENT',
    `${name} is nested too deeply: more than ${most} deep.`,
  )
}

const titleOf = ($: CheerioAPI): string => {
  const own = $('head > title').first().text()
  const heading = $('h1').first().text()
  const shared = $('meta[property="og:title"]').attr('content') ?? ''
  return [shared, own, heading].find((title) => title.trim() !== '') ?? ''
}

const decode = (bytes: Uint8Array, { name, mediaType, charset }: RawDocument): Promise<string> =>
  decodeText({ bytes, name, charset, isMarkup: /html/u.test(mediaType) })

const oneLine = (text: string): string =>
  breakControlTokens(cleanText(text)).replaceAll(/\s+/gu, ' ').trim()
