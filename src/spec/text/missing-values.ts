import { withoutListNumbers } from './claims.ts'
import { compatible } from './fold-letters.ts'
import { hanNumbers } from './han-numbers.ts'
import { joinThousands, spacedNumbers } from './number-groups.ts'

const SMALL_NUMBERS = `zero one two three four five six seven eight nine ten eleven twelve thirteen
  fourteen fifteen sixteen seventeen eighteen nineteen twenty`.split(/\s+/u)

// 1,500 and 1,50,000 are in groups, 1,5 is not.
const GROUPED = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/u

/** As digits, where it is a number: "1,048,576" and "14th" too. "one" is mostly no number. */
const numberOf = (word: string): string | undefined => {
  const digits = /^\p{Sc}?(\d+(?:[.,]\d+)*)(?:st|nd|rd|th|s|%)?$/u.exec(word)?.[1]
  if (digits !== undefined) return digits.replaceAll(',', GROUPED.test(digits) ? '' : '.')
  const small = SMALL_NUMBERS.indexOf(word.toLowerCase())
  return small < 0 || small === 1 ? undefined : String(small)
}

const wordsOf = (text: string): readonly string[] =>
  compatible(text).match(/\p{Sc}?\d+(?:[.,]\d+)*[\p{L}%]*|\p{L}[\p{L}\p{M}]*/gu) ?? []

// "10 , 000" and "31 . 8", as corpora write them that set every sign apart.
const APART = /(?<!\d)\d{1,3}(?: , \d{3}(?!\d))+(?: \. \d+)*|(?<!\d)\d+(?: \. \d+)+/gu
const joined = (number: string): string => number.replaceAll(' ', '')

// bodyLimit, max_size, --no-cache; and fast-limits where the evidence speaks of code, else it may be any word.
const CODE_NAME =
  /--[\p{L}\d-]+|(?<![\p{Ll}\d])[\p{Ll}\d]+\p{Lu}[\p{L}\d]*|(?<![\p{L}\d])[\p{L}\d]+(?:_[\p{L}\d]+)+/gu
const HYPHENATED = /(?<![\p{L}\d-])\p{Ll}{3,}(?:-\p{Ll}{3,})+/gu

const codeNamesOf = (text: string): readonly string[] => text.match(CODE_NAME) ?? []
const hyphenatedOf = (text: string): readonly string[] => text.match(HYPHENATED) ?? []

// "Scottish" and "Scotland" name the same.
const STEM = 4
const stemOf = (word: string): string => word.toLowerCase().slice(0, STEM)

// Where a statement names an item of a list by its number: "3. Unpack it.", "step 3", "the 3rd step".
const ITEM =
  /^\d{1,3}[.)](?=\s)|\b(?:step|item|point|rule|section|question|option)s?\s+\d{1,3}\b(?![.,]\d)|\b\d{1,3}(?:st|nd|rd|th)\s+(?:step|item|point|rule|section|question|option)\b/giu

/** How many numbers and names of a statement the evidence lacks. */
export type MissingValues = { readonly numbers: number; readonly names: number }

/** Reads the evidence once, for any number of statements. Markers of lists and the like are no values. */
export const missingFrom = (evidence: string): ((statement: string) => MissingValues) => {
  const lower = evidence.toLowerCase()
  const lines = withoutListNumbers(evidence.split('\n'))
  const items = new Set(lines.map(({ number }) => number))
  const read = joinThousands(lines.map(({ values }) => values).join('\n'), () => false)
  const apart = (read.match(APART) ?? []).map(joined)
  const there = [...wordsOf(read), ...apart, ...spacedNumbers(read), ...hanNumbers(read)]
  const known: Known = {
    numbers: new Set(there.map((word) => numberOf(word) ?? (word === 'one' ? '1' : ''))),
    stems: new Set(there.map(stemOf)),
  }
  const isCode = codeNamesOf(evidence).length > 0
  const holds = nameFinder(lower)
  return (statement) => {
    const [said] = withoutListNumbers([statement])
    const own = (said?.values ?? '')
      .replace(ITEM, (item) => (items.has(Number(/\d+/u.exec(item)?.[0])) ? '' : item))
      .replace(APART, joined)
    const text = joinThousands(own, (number) => known.numbers.has(number))
    const missing = missingValues(text, known)
    const codeNames = [...codeNamesOf(text), ...(isCode ? hyphenatedOf(text) : [])]
    const unknown = new Set(codeNames.filter((name) => !holds(name.toLowerCase())))
    return { ...missing, names: missing.names + unknown.size }
  }
}

type Known = { readonly numbers: ReadonlySet<string>; readonly stems: ReadonlySet<string> }
// Whole words are looked up; for what is a part of one, the text is read through, so many times at most.
const MOST_READ = 256

const nameFinder = (lower: string): ((name: string) => boolean) => {
  let words: ReadonlySet<string> | undefined
  const read = new Map<string, boolean>()
  return (name) => {
    words ??= new Set(lower.match(/[\p{L}\d_-]+/gu))
    if (words.has(name)) return true
    const known = read.get(name) ?? (read.size < MOST_READ && lower.includes(name))
    if (read.size < MOST_READ) read.set(name, known)
    return known
  }
}

/** The numbers of a text as digits, and the stems of its names; its first word is taken for no name. */
export const valuesOf = (
  text: string,
): { readonly numbers: ReadonlySet<string>; readonly names: ReadonlySet<string> } => {
  const words = wordsOf(joinThousands(text.replace(APART, joined), () => true))
  const numbers = [...words.flatMap((word) => numberOf(word) ?? []), ...hanNumbers(text)]
  const names = words.slice(1).filter((word) => isName(word) && numberOf(word) === undefined)
  return { numbers: new Set(numbers), names: new Set(names.map(stemOf)) }
}

const isName = (word: string): boolean => word.length > 1 && /^\p{Lu}/u.test(word)

/** Values of a statement that are not there, each counted once. Its first word is taken for no name. */
const missingValues = (statement: string, { numbers, stems }: Known): MissingValues => {
  const counted = hanNumbers(statement).filter((number) => !numbers.has(number))
  const missing = { numbers: new Set(counted), names: new Set<string>() }
  for (const [at, word] of wordsOf(statement).entries()) {
    const number = numberOf(word)
    if (number !== undefined) {
      if (!numbers.has(number)) missing.numbers.add(number)
    } else if (at > 0 && isName(word) && !stems.has(stemOf(word))) {
      missing.names.add(stemOf(word))
    }
  }
  return { numbers: missing.numbers.size, names: missing.names.size }
}
