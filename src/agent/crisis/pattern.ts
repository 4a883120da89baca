/** Whom the talk is about: the user, or somebody close to the user. */
export type CrisisAbout = 'self' | 'other'

/** One way to talk of a crisis, found in one plain sentence (crisis-text.ts). Its examples are its tests. */
export type CrisisPattern = {
  readonly find: RegExp
  readonly says: readonly string[]
  readonly not: readonly string[]
}

/** At most `most` words, whichever. */
export const words = (most: number): string => `(?:[\\p{L}\\p{N}#]+ ){0,${most}}?`

/** The user's family, as goodbye letters address them. */
export const FAMILY =
  '(?:mom|mum|mother|dad|father|parents|wife|husband|kids|children|son|daughter|brother|sister|family|loved ones|girlfriend|boyfriend)'

/** A pattern of word borders around the text between the backticks. */
export const phrase = (parts: TemplateStringsArray, ...values: readonly string[]): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${onOneLine(String.raw(parts, ...values))})(?![\\p{L}\\p{N}])`,
    'u',
  )

const onOneLine = (source: string): string =>
  source
    .split('\n')
    .map((line) => line.trim())
    .join('')
