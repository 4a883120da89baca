// 1,500, 1'500 and 1 500 with a space that does not break; with a plain space it may be two numbers.
const GROUPED = /(?<![\d.,'’])[1-9]\d{0,2}(?:[,\u00a0\u2009\u202f'’]\d{3}(?!\d))+/gu
const SPACED = /(?<![\d.,])[1-9]\d{0,2}(?: \d{3}(?!\d))+/gu

const joined = (number: string): string => number.replaceAll(/[\s,'’]/gu, '')

/**
 * The text with its numbers written without marks between the thousands, so that 1,500 and 1500 are the
 * same word. What plain spaces part is joined where it is one number, as `isNumber` says.
 */
export const joinThousands = (text: string, isNumber: (number: string) => boolean): string =>
  text
    .replace(GROUPED, joined)
    .replace(SPACED, (number) => (isNumber(joined(number)) ? joined(number) : number))

/** What may be numbers whose thousands a plain space parts, joined. */
export const spacedNumbers = (text: string): readonly string[] =>
  (text.match(SPACED) ?? []).map(joined)
