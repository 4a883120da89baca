import { codeOf, isCodeBlock } from './code-blocks.ts'
import { slice, type Span } from '../span.ts'
import { splitStatements } from './split-statements.ts'

/** What one statement says: its markers of lists, headings, code and emphasis say nothing. */
export type Claim = Span & {
  readonly words: string
  /** The words whose numbers and names are to be found: also the number of an item that no list has. */
  readonly values: string
}

/** The statements of a text, with what each says. */
export const claimsOf = (text: string): readonly Claim[] => {
  const spans = splitStatements(text)
  const read = withoutListNumbers(spans.map((span) => slice(text, span)))
  return spans.map((span, i) => ({ ...span, ...(read[i] ?? { words: '', values: '' }) }))
}

/** A line or statement without the markers at its beginning and those of emphasis. */
export const withoutMarkers = (text: string): string => unmark(text).words

type Unmarked = { readonly words: string; readonly number: number | undefined }

/**
 * What each line or statement says. A number at its beginning is a marker beside the one before or
 * after it, or as the first; alone it may be what is said ("42. So many arches has the bridge.").
 */
export const withoutListNumbers = (
  parts: readonly string[],
): readonly (Pick<Claim, 'words' | 'values'> & { readonly number: number | undefined })[] => {
  const read = parts.map(unmark)
  const numbered = read.filter(({ number }) => number !== undefined)
  const inList = new Set(
    numbered.filter(({ number = 0 }, i) => {
      const [before, after] = [numbered[i - 1]?.number, numbered[i + 1]?.number]
      return number === 1 || before === number - 1 || after === number + 1
    }),
  )
  return read.map((one) => {
    const { words, number } = one
    if (number === undefined || inList.has(one)) return { words, values: words, number }
    return { words, values: `${number}. ${words}`, number: undefined }
  })
}

// Bullets, quotations, headings, boxes to tick; then "1.", "(2)", "Step 3:", "a)" or "iv)".
const MARKS = /^(?:(?:[-*+•‣◦▪–—>]|#{1,6}|\[[ xX]\])(?:[ \t]+|$))+/u
const NUMBER =
  /^(?:\(?(\d{1,3})[.)]|step[ \t]+(\d{1,3})(?:[.):]|[ \t]+[-–—](?=[ \t])))(?:[ \t]+|$)/iu
const LETTER = /^(?:\(?[a-z]\)|\(?[ivx]{2,4}[.)]|[IVX]{2,4}\.)[ \t]+/u
// A rule, or the line below a table's head.
const ONLY_MARKUP = /^[\s*_#>|:`~=+-]*$/u

const unmark = (text: string): Unmarked => {
  if (isCodeBlock(text)) return { words: codeOf(text), number: undefined }
  const bare = withoutEmphasis(withoutEmphasis(text.replace(MARKS, ''))).replace(MARKS, '')
  const found = NUMBER.exec(bare)
  const digits = found?.[1] ?? found?.[2]
  const words = bare
    .slice(found?.[0].length ?? 0)
    .replace(LETTER, '')
    .replace(MARKS, '')
    .trim()
  if (ONLY_MARKUP.test(words)) return { words: '', number: undefined }
  return { words, number: digits === undefined ? undefined : Number(digits) }
}

// Inline code comes first, so that no mark within it is taken. Marks within a word or a product are its own.
// What is longer is no emphasis: for each mark, the text is read so far at most.
const EMPHASIS =
  /(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)|(?<![\p{L}\p{N}*_])(\*{1,3}|_{1,3})(?=[^\s*_])([^*\n]{0,400}?[^\s*])\2(?![\p{L}\p{N}*_])/gu
const DUNDER = /^__[\p{Ll}\p{N}_]+__$/u

const withoutEmphasis = (text: string): string =>
  text.replace(EMPHASIS, (whole, _ticks, _marks, inner?: string) =>
    DUNDER.test(whole) ? whole : (inner ?? whole),
  )
