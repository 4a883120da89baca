import type { CheerioAPI } from 'cheerio'

/** What a page says of itself. */
export type PageMetadata = {
  readonly language?: string
  readonly author?: string
  /** ISO 8601: a day, or a time in UTC. */
  readonly published?: string
}

const DATES = [
  'meta[property="article:published_time"]',
  'meta[itemprop=datePublished]',
  'meta[name=date]',
  'meta[name="dc.date"]',
  'meta[name="DC.date.issued"]',
  'meta[name=pubdate]',
  'time[itemprop=datePublished]',
  'article time[datetime]',
  'time[pubdate]',
]
const AUTHORS = [
  'meta[name=author]',
  'meta[property="article:author"]',
  '[itemprop=author] [itemprop=name]',
  'a[rel=author]',
]
const LONGEST = 200

/** Language, author and date of a page, from its head, its structured data, or its own marks. */
export const readPageMetadata = ($: CheerioAPI): PageMetadata => {
  const language = $('html').attr('lang')?.trim()
  const data = $('script[type="application/ld+json"]').first().text().slice(0, 100_000)
  const author =
    firstOf($, AUTHORS) ??
    textOf(data, /"author"\s{0,9}:[^}]{0,300}?"name"\s{0,9}:\s{0,9}"([^"\\]{1,200})"/u)
  const date = firstOf($, DATES) ?? textOf(data, /"datePublished"\s{0,9}:\s{0,9}"([^"\\]{1,40})"/u)
  const published = date === undefined ? undefined : toIso(date)
  return {
    ...(language !== undefined && language !== '' && { language }),
    ...(author !== undefined && !URL.canParse(author) && { author }),
    ...(published !== undefined && { published }),
  }
}

const firstOf = ($: CheerioAPI, selectors: readonly string[]): string | undefined => {
  for (const selector of selectors) {
    const element = $(selector).first()
    const value = element.attr('content') ?? element.attr('datetime') ?? element.text()
    const text = value.replaceAll(/\s+/gu, ' ').trim()
    if (text !== '' && text.length <= LONGEST) return text
  }
  return undefined
}

const textOf = (data: string, pattern: RegExp): string | undefined =>
  pattern.exec(data)?.[1]?.trim()

const toIso = (text: string): string | undefined => {
  const day = /^\d{4}-\d{2}-\d{2}$/u.exec(text)?.[0]
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : (day ?? new Date(time).toISOString())
}
